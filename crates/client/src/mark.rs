//! Read markers as this device knows and wants them.

use hubbub_protocol::{RoomId, Seq};
use serde::{Deserialize, Serialize};

use crate::Moment;

/// A read marker on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Which room.
    pub room: RoomId,
    /// The last entry that was read.
    pub after: Seq,
    /// Whether the person moved it back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
    /// The version of the account log with which the server had it; zero while that is not known, and then the server has
    /// to be told. That is how positions begin that an older build left here.
    #[serde(default)]
    pub version: Seq,
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    list: Vec<Known>,
    /// Up to where the account log is held.
    pub(crate) version: Option<Seq>,
    /// Whether those on disk are known.
    pub(crate) is_loaded: bool,
    /// The server wants no further questions before.
    pub(crate) not_before: Option<Moment>,
}

/// What is known of the marker of one room.
#[derive(Debug)]
struct Known {
    room: RoomId,
    /// As the server has it, and the version with which it had it.
    told: Option<(Seq, Seq)>,
    /// Where the person moved it, until the server has it on disk.
    wish: Option<Wish>,
    /// The command that last carried a wish, and which.
    asked: Option<(u32, Wish)>,
}

/// Where a marker should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) after: Seq,
    pub(crate) back: bool,
}

impl Marks {
    /// The marker of a room as the person wants it.
    pub(crate) fn of(&self, room: RoomId) -> Option<Seq> {
        let known = self.list.iter().find(|known| known.room == room)?;
        let told = known.told.map(|(after, _)| after);
        match known.wish {
            Some(wish) if wish.back => Some(wish.after),
            Some(wish) => told.max(Some(wish.after)),
            None => told,
        }
    }

    /// The same for the disk.
    pub(crate) fn to_disk(&self, room: RoomId) -> Option<Mark> {
        let known = self.list.iter().find(|known| known.room == room)?;
        let version = if known.wish.is_some() { Seq::ZERO } else { known.told?.1 };
        let back = known.wish.is_some_and(|wish| wish.back);
        Some(Mark { room, after: self.of(room)?, back, version })
    }

    /// The person read on. Whether that moves the marker.
    pub(crate) fn read(&mut self, room: RoomId, up_to: Seq) -> bool {
        let moves = self.of(room) < Some(up_to);
        if moves {
            let known = self.known(room);
            // What was moved back and not told yet must not be lost on the way forward.
            let back = known.wish.is_some_and(|wish| wish.back);
            known.wish = Some(Wish { after: up_to, back });
        }
        moves
    }

    /// The person wants to read again what comes after this. Whether that moves the marker.
    pub(crate) fn take_back(&mut self, room: RoomId, after: Seq) -> bool {
        let moves = self.of(room).is_none_or(|now| after < now);
        if moves {
            self.known(room).wish = Some(Wish { after, back: true });
        }
        moves
    }

    /// The server has it there as of this version. Whether anything is new.
    pub(crate) fn told(&mut self, room: RoomId, after: Seq, version: Seq) -> bool {
        let known = self.known(room);
        known.told.replace((after, version)).is_none_or(|(before, _)| before != after)
    }

    /// Takes over what is on disk.
    pub(crate) fn load(&mut self, mark: Mark) {
        let known = self.known(mark.room);
        if mark.version == Seq::ZERO {
            known.wish.get_or_insert(Wish { after: mark.after, back: mark.back });
        } else if known.told.is_none_or(|(_, version)| version < mark.version) {
            known.told = Some((mark.after, mark.version));
        }
    }

    /// Positions of another epoch mean nothing; what the person wants stays.
    pub(crate) fn drop_epoch(&mut self) {
        self.version = None;
        self.list.iter_mut().for_each(|known| known.told = None);
    }

    /// The next wish to tell over the connection that began with `hello`; `command` will carry it.
    pub(crate) fn due(&mut self, hello: u32, command: u32) -> Option<(RoomId, Wish)> {
        if self.not_before.is_some() {
            return None;
        }
        let is_free = |known: &Known| known.asked.is_none_or(|(command, _)| command < hello);
        let known = self.list.iter_mut().find(|known| known.wish.is_some() && is_free(known))?;
        known.asked = known.wish.map(|wish| (command, wish));
        Some((known.room, known.wish?))
    }

    /// The answer to this command is here: yes, with a version, or no. Whose marker it was about.
    pub(crate) fn answered(&mut self, command: u32, version: Option<Seq>) -> Option<RoomId> {
        let held = self.version;
        let of = |known: &&mut Known| known.asked.is_some_and(|(asked, _)| asked == command);
        let known = self.list.iter_mut().find(of)?;
        let (_, asked) = known.asked.take()?;
        // The event that tells of it may still be on its way; if it is here, it says where the marker is.
        if let Some(version) = version.filter(|version| held < Some(*version)) {
            let told = known.told.map(|(after, _)| after).filter(|_| !asked.back);
            known.told = Some((asked.after.max(told.unwrap_or_default()), version));
        }
        known.wish = known.wish.filter(|wish| *wish != asked);
        Some(known.room)
    }

    /// Nothing came of this command for now.
    pub(crate) fn postpone(&mut self, command: u32, until: Moment) -> bool {
        let of = |known: &&mut Known| known.asked.is_some_and(|(asked, _)| asked == command);
        let known = self.list.iter_mut().find(of);
        let found = known.is_some();
        if let Some(known) = known {
            known.asked = None;
            self.not_before = Some(until);
        }
        found
    }

    /// Whether the server has heard of all of them.
    pub(crate) fn are_told(&self) -> bool {
        self.list.iter().all(|known| known.wish.is_none())
    }

    pub(crate) fn rooms(&self) -> Vec<RoomId> {
        self.list.iter().map(|known| known.room).collect()
    }

    fn known(&mut self, room: RoomId) -> &mut Known {
        let at = self.list.iter().position(|known| known.room == room).unwrap_or_else(|| {
            self.list.push(Known { room, told: None, wish: None, asked: None });
            self.list.len() - 1
        });
        &mut self.list[at]
    }
}
