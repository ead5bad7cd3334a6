//! Those who stop reading, and come back.

use anyhow::Result;
use futures::future::try_join_all;
use hubbub_protocol::{LogQuery, RoomId};

use crate::{
    Person,
    person::Settings,
    random::Random,
    server::{Session, SocketOptions},
};

/// The smallest receive buffer, so that the server notices as early as it can.
const KERNEL_BUFFER: u32 = 4 * 1024;

pub(super) struct Sluggards(Vec<Person>);

impl Sluggards {
    pub(super) async fn gather(sessions: &[Session], room: RoomId, random: &mut Random) -> Result<Self> {
        let arriving = sessions.iter().map(|session| {
            let socket = SocketOptions { kernel_receive_buffer: Some(KERNEL_BUFFER), ..SocketOptions::default() };
            let settings = Settings { seed: random.draw(), socket, recorder: None };
            async move {
                let person = Person::with_session(session.clone(), settings).await?;
                person.open(room).await?;
                anyhow::Ok(person)
            }
        });
        Ok(Self(try_join_all(arriving).await?))
    }

    /// Nobody reads any more; says from which ports they are connected.
    pub(super) fn stop_reading(&self) -> Vec<u16> {
        for person in &self.0 {
            person.stop_reading();
        }
        self.0.iter().filter_map(Person::port).collect()
    }

    /// Everybody reads on, and sees the end of the room.
    pub(super) async fn converge(&self, room: RoomId) -> Result<()> {
        for person in &self.0 {
            person.read_on();
        }
        for person in &self.0 {
            let head = person.session().log_page(room, LogQuery::default()).await?.head;
            person.expect_shown(room, head).await?;
            // Holds nothing of one round in the next.
            person.open(room).await?;
        }
        Ok(())
    }

    pub(super) fn close_codes(&self) -> Vec<u16> {
        self.0.iter().flat_map(Person::close_codes).collect()
    }
}
