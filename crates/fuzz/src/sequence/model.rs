//! What must be, as simply as it can be said.

use std::collections::{HashMap, HashSet};

use hubbub_protocol::{
    AccountId, Change, Command, Entry, ErrorCode, MessageAcknowledged, Nonce, Reply, RoomId, SendMessage, Seq, limits,
};

/// All logs and memberships, and which nonce made which entry.
pub(super) struct Model {
    /// In the order in which they were made.
    rooms: Vec<RoomId>,
    logs: HashMap<RoomId, Vec<Said>>,
    members: HashSet<(AccountId, RoomId)>,
    sent: HashMap<(AccountId, Nonce), (RoomId, Seq)>,
}

/// A message in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    author: AccountId,
    nonce: Nonce,
    body: String,
}

/// How a command must be answered.
#[derive(Debug)]
pub(super) enum Answer {
    /// With `welcome`.
    Welcome,
    /// With this place of the message.
    Acknowledged(SendMessage, Seq),
    /// With the room, or because of its name with a refusal.
    Created,
    /// With the room, if there is one by then.
    Joined(RoomId),
    /// With nothing but that, or a refusal.
    Typing,
    /// With this refusal.
    Refused(ErrorCode),
}

impl Model {
    pub(super) fn new(general: RoomId, accounts: impl IntoIterator<Item = AccountId>) -> Self {
        let members = accounts.into_iter().map(|account| (account, general)).collect();
        let (rooms, logs) = (vec![general], HashMap::from([(general, Vec::new())]));
        Self { rooms, logs, members, sent: HashMap::new() }
    }

    /// One of the rooms, or one that does not exist.
    pub(super) fn room(&self, choice: u8) -> RoomId {
        let index = usize::from(choice) % (self.rooms.len() + 1);
        self.rooms.get(index).copied().unwrap_or(RoomId::from_bytes([9; 16]))
    }

    /// Where a log stands.
    pub(super) fn head(&self, room: RoomId) -> Seq {
        Seq::new(self.logs.get(&room).map_or(0, |log| log.len() as u64))
    }

    pub(super) fn is_member(&self, account: AccountId, room: RoomId) -> bool {
        self.members.contains(&(account, room))
    }

    /// How a command of somebody who has said hello must be answered. Messages are in the log from here on.
    pub(super) fn takes(&mut self, command: Command, account: AccountId) -> Answer {
        match command {
            Command::Hello(_) => Answer::Refused(ErrorCode::Invalid),
            Command::CreateRoom(_) => Answer::Created,
            Command::JoinRoom(join) => Answer::Joined(join.room),
            Command::SetTyping(_) => Answer::Typing,
            Command::SendMessage(send) => self.takes_message(send, account),
            // What becomes of a message later has models of its own, in the server's tests `law` and `converging`.
            other => unreachable!("{other:?} is not among the commands of a sequence"),
        }
    }

    fn takes_message(&mut self, send: SendMessage, account: AccountId) -> Answer {
        let SendMessage { room, nonce, body, .. } = &send;
        if body.len() > limits::MESSAGE_BODY {
            return Answer::Refused(ErrorCode::TooLarge);
        }
        if body.trim().is_empty() || body.contains('\0') {
            return Answer::Refused(ErrorCode::Invalid);
        }
        if !self.is_member(account, *room) {
            return Answer::Refused(ErrorCode::NotFound);
        }
        let said = Said { author: account, nonce: *nonce, body: body.clone() };
        if let Some(&(former, seq)) = self.sent.get(&(account, *nonce)) {
            let is_same = former == *room && self.said(former, seq) == Some(&said);
            return if is_same { Answer::Acknowledged(send, seq) } else { Answer::Refused(ErrorCode::IdConflict) };
        }
        let log = self.logs.get_mut(room).expect("a room with members has a log");
        log.push(said);
        let seq = Seq::new(log.len() as u64);
        self.sent.insert((account, *nonce), (*room, seq));
        Answer::Acknowledged(send, seq)
    }

    /// Holds an answer against what it must be. Rooms and memberships are there from here on.
    pub(super) fn check_answer(&mut self, reply: &Reply, answer: &Answer, account: AccountId) {
        let refused = if let Reply::Refused { error } = reply { Some(error.code) } else { None };
        let holds = match (answer, reply) {
            (
                Answer::Acknowledged(sent, seq),
                Reply::MessageAcknowledged(MessageAcknowledged { room, nonce, seq: at, .. }),
            ) => (sent.room, sent.nonce, *seq) == (*room, *nonce, *at),
            (Answer::Created, Reply::RoomOpened(opened)) => {
                let room = opened.joined.room.id;
                self.rooms.push(room);
                self.members.insert((account, room));
                self.logs.insert(room, Vec::new()).is_none() && opened.joined.head == Seq::ZERO
            }
            (Answer::Created, _) => {
                matches!(refused, Some(ErrorCode::NameTaken | ErrorCode::Invalid | ErrorCode::TooLarge))
            }
            (Answer::Joined(room), Reply::RoomOpened(opened)) => {
                self.members.insert((account, *room));
                opened.joined.room.id == *room && opened.joined.head <= self.head(*room)
            }
            (Answer::Joined(room), _) => refused == Some(ErrorCode::NotFound) && !self.logs.contains_key(room),
            (Answer::Welcome, Reply::Welcome(_)) | (Answer::Typing, Reply::Done) => true,
            (Answer::Typing, _) => matches!(refused, Some(ErrorCode::NotFound | ErrorCode::RateLimited)),
            (Answer::Refused(code), _) => refused == Some(*code),
            _ => false,
        };
        assert!(holds, "{reply:?} is not {answer:?}");
    }

    /// Holds an entry against what was said there.
    pub(super) fn check_entry(&self, Entry { room, seq, change }: &Entry) {
        let Change::MessageSent { message } = change else { panic!("{change:?} is not known") };
        let said = Said { author: message.author.id, nonce: message.nonce, body: message.body.clone() };
        assert_eq!(self.said(*room, *seq), Some(&said), "{seq} of {room}");
    }

    fn said(&self, room: RoomId, seq: Seq) -> Option<&Said> {
        let index = usize::try_from(seq.get().checked_sub(1)?).ok()?;
        self.logs.get(&room)?.get(index)
    }
}
