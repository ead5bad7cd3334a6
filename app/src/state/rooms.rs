//! Which rooms there are, and who waits for one to open.

use hubbub_client::Client;
use hubbub_protocol::{Refusal, Room, RoomId, RoomSummary, Slug};

use super::watched::Watched;

/// What somebody wants to hear once a room is open. It belongs to nobody: the component that asked may be gone by then.
pub(crate) type Done = Box<dyn FnOnce(Result<Slug, Refusal>) + Send>;

/// The rooms, and who waits for one.
pub(crate) struct Rooms {
    pub(crate) joined: Watched<Vec<Room>>,
    pub(crate) others: Watched<Vec<Room>>,
    /// The number of the last request.
    asked: u32,
    creating: Vec<(u32, Done)>,
    joining: Vec<Done>,
}

impl Rooms {
    /// The rooms that the page began with.
    pub(crate) fn new(summaries: &[RoomSummary]) -> Self {
        let list = |joined: bool| {
            let rooms = summaries.iter().filter(|summary| summary.joined == joined);
            Watched::new(sorted(rooms.map(|summary| summary.room.clone()).collect()))
        };
        Self { joined: list(true), others: list(false), asked: 0, creating: Vec::new(), joining: Vec::new() }
    }

    /// Takes over the rooms of the client.
    pub(crate) fn follow(&self, client: &Client) {
        let joined = sorted(client.rooms().map(|state| state.room().clone()).collect());
        let others = self.others.peek(|others| {
            let open = |room: &&Room| joined.iter().all(|joined| joined.id != room.id);
            others.iter().filter(open).cloned().collect()
        });
        self.others.follow(others);
        self.joined.follow(joined);
    }

    /// Somebody made a room.
    pub(crate) fn add_other(&self, room: Room) {
        let is_known = |rooms: &Vec<Room>| rooms.iter().any(|known| known.id == room.id);
        if !self.joined.peek(is_known) && !self.others.peek(is_known) {
            let mut others = self.others.peek(Clone::clone);
            others.push(room);
            self.others.set(sorted(others));
        }
    }

    /// Remembers who waits for a new room; the number is for the request.
    pub(crate) fn await_creation(&mut self, done: Done) -> u32 {
        self.asked += 1;
        self.creating.push((self.asked, done));
        self.asked
    }

    /// Remembers who waits for an old room.
    pub(crate) fn await_joining(&mut self, done: Done) {
        self.joining.push(done);
    }

    /// Who waited for this answer.
    pub(crate) fn answered(&mut self, request: Option<u32>) -> Option<Done> {
        match request {
            Some(request) => {
                let place = self.creating.iter().position(|(number, _)| *number == request)?;
                Some(self.creating.remove(place).1)
            }
            // A client joins one room after the other.
            None => (!self.joining.is_empty()).then(|| self.joining.remove(0)),
        }
    }

    /// Whether the account is in this room.
    pub(crate) fn is_joined(&self, id: RoomId) -> bool {
        self.joined.peek(|rooms| rooms.iter().any(|room| room.id == id))
    }

    /// The room at this address, as far as it is in a list.
    pub(crate) fn at(&self, slug: &Slug) -> Option<RoomId> {
        let find = |rooms: &Vec<Room>| rooms.iter().find(|room| room.slug == *slug).map(|room| room.id);
        self.joined.peek(find).or_else(|| self.others.peek(find))
    }

    /// How many rooms there are.
    pub(crate) fn count(&self) -> usize {
        self.joined.peek(Vec::len) + self.others.peek(Vec::len)
    }

    /// The room with this id, as far as it is in a list.
    pub(crate) fn with_id(&self, id: RoomId) -> Option<Room> {
        let find = |rooms: &Vec<Room>| rooms.iter().find(|room| room.id == id).cloned();
        self.joined.peek(find).or_else(|| self.others.peek(find))
    }

    /// The room whose address is written like this.
    pub(crate) fn named(&self, slug: &str) -> Option<Room> {
        let find = |rooms: &Vec<Room>| rooms.iter().find(|room| room.slug.as_str().eq_ignore_ascii_case(slug)).cloned();
        self.joined.peek(find).or_else(|| self.others.peek(find))
    }
}

/// Direct rooms last, and in the order of their addresses, which they mostly are in already: `sort_by` alone is 1,400 bytes of the page.
fn sorted(rooms: Vec<Room>) -> Vec<Room> {
    let mut sorted = Vec::<Room>::with_capacity(rooms.len());
    for room in rooms {
        // Addresses are in lower case already, which spares the browser the tables of all scripts.
        let key = |room: &Room| !room.kind.is_open();
        let place = sorted.partition_point(|other| (key(other), &other.slug) <= (key(&room), &room.slug));
        sorted.insert(place, room);
    }
    sorted
}
