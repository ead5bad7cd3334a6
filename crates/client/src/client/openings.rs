//! Making, opening and joining rooms.

use hubbub_protocol::{CreateRoom, JoinRoom, JoinedRoom, OpenDirect};

use super::Client;
use crate::{Change, Moment, opening::Wish};

impl Client {
    pub(super) fn ask_for_rooms(&mut self, hello: u32) {
        while let Some(opening) = self.openings.due(hello) {
            let wish = opening.wish.clone();
            opening.asked(self.last_command + 1);
            match wish {
                Wish::Join(room) | Wish::Learn(room) => self.command(&JoinRoom { room }),
                Wish::Create { name, .. } => self.command(&CreateRoom { name }),
                Wish::Direct { people, .. } => self.command(&OpenDirect { people }),
            };
        }
    }

    pub(super) fn room_opened(&mut self, now: Moment, command: u32, joined: JoinedRoom) {
        let room = joined.room.id;
        self.put_room(now, joined, false);
        self.follow_markers();
        self.out.changed(Change::Rooms);
        match self.openings.answered(command) {
            Some(Wish::Learn(_)) | None => {}
            Some(wish) => self.out.changed(Change::RoomOpened { request: wish.request(), room }),
        }
    }
}
