//! The room log.

use hubbub_chat::ports::{Links, LogRange, NewMessage, SentBefore, Store};
use hubbub_protocol::{AccountId, Change, Entry, Message, Nonce, RoomId, Seq, Timestamp, limits};

use super::{Stage, stage::message};

/// Its head is zero and it has no entries, like that of an empty room.
pub fn a_room_that_does_not_exist_has_no_log<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let nowhere = RoomId::from_bytes([0xff; 16]);
    assert_eq!(stage.head(nowhere), Seq::ZERO);
    assert!(stage.log(nowhere).is_empty());
    let empty = stage.room("General").id;
    assert_eq!(stage.head(empty), Seq::ZERO);
    assert!(stage.entries(empty, LogRange::newest(50)).is_empty());
}

/// By itself, whatever happens in the others.
pub fn every_room_counts_one_two_three<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let general = stage.member("Ada", "General");
    let garden = stage.join(&general.account, &stage.room("Garden"));
    let places: Vec<_> =
        [&general, &garden, &general, &general, &garden].map(|by| stage.say(by, "hi").seq.get()).into();
    assert_eq!(places, [1, 1, 2, 3, 2]);
    assert_eq!(stage.head(general.room), Seq::new(3));
    assert_eq!(stage.head(garden.room), Seq::new(2));
}

/// The answer to the author and the log say the same.
pub fn an_entry_reads_as_it_was_appended<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let new = stage.message("hi");
    let NewMessage { id, nonce, body, at, .. } = new.clone();
    let entry = stage.send(&ada, new).expect("it can be appended");
    let message = Message::new(id, ada.account.clone(), nonce, body, at);
    assert_eq!(entry, Entry { room: ada.room, seq: Seq::new(1), change: Change::MessageSent { message } });
    assert_eq!(stage.log(ada.room), [entry]);
}

/// Always oldest first, and both bounds are outside.
pub fn ranges_count_from_either_end<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let grace = stage.member("Grace", "Garden");
    for n in 1..=9 {
        stage.say(&ada, &n.to_string());
        stage.say(&grace, "elsewhere");
    }
    let places = |after, before: Option<u64>, limit, newest| {
        let range = LogRange { after: Seq::new(after), before: before.map(Seq::new), limit, newest };
        stage.entries(ada.room, range).iter().map(|entry| entry.seq.get()).collect::<Vec<_>>()
    };
    assert_eq!(places(0, None, 3, true), [7, 8, 9]);
    assert_eq!(places(0, None, 3, false), [1, 2, 3]);
    assert_eq!(places(4, None, 3, false), [5, 6, 7]);
    assert_eq!(places(7, None, 3, false), [8, 9]);
    assert_eq!(places(0, Some(5), 3, true), [2, 3, 4]);
    assert_eq!(places(0, Some(3), 3, true), [1, 2]);
    assert_eq!(places(2, Some(6), 9, true), [3, 4, 5]);
    assert_eq!(places(2, Some(8), 2, true), [6, 7]);
    assert_eq!(places(2, Some(8), 2, false), [3, 4]);
    for (after, before, limit) in [(9, None, 3), (0, Some(1), 3), (4, Some(5), 3), (6, Some(2), 3), (0, None, 0)] {
        assert!(places(after, before, limit, true).is_empty(), "({after}, {before:?}) up to {limit}, newest");
        assert!(places(after, before, limit, false).is_empty(), "({after}, {before:?}) up to {limit}, oldest");
    }
}

/// A client may ask for anything that fits into the frame.
pub fn positions_beyond_everything_are_harmless<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    stage.say(&ada, "hi");
    assert!(stage.entries(ada.room, LogRange::after(Seq::new(u64::MAX), 50)).is_empty());
    let range = LogRange { after: Seq::ZERO, before: Some(Seq::new(u64::MAX)), limit: usize::MAX, newest: true };
    assert_eq!(stage.entries(ada.room, range).len(), 1);
}

/// With its room and place, for ever.
pub fn a_nonce_leads_to_the_message_it_sent<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let nonce = stage.nonce();
    let account = ada.account.id;
    let find = move |stage: &Stage<S>| stage.sent_before(account, nonce);
    assert_eq!(find(&stage), None);
    stage.say(&ada, "something else");
    let entry = stage.send(&ada, NewMessage { nonce, ..stage.message("hi") }).expect("it can be appended");
    for n in 0..10 {
        stage.say(&ada, &format!("later {n}"));
    }
    let found = find(&stage).expect("it was sent");
    assert_eq!(
        found,
        SentBefore { room: ada.room, seq: Seq::new(2), message: message(entry), links: Links::default() }
    );
}

/// Two people may come up with the same one.
pub fn a_nonce_belongs_to_its_author<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let grace = stage.member("Grace", "Garden");
    let nonce = stage.nonce();
    stage.send(&ada, NewMessage { nonce, ..stage.message("from Ada") }).expect("it can be appended");
    let find = |account: AccountId| stage.sent_before(account, nonce);
    assert_eq!(find(grace.account.id), None);
    stage.send(&grace, NewMessage { nonce, ..stage.message("from Grace") }).expect("it is hers");
    assert_eq!(find(grace.account.id).map(|sent| sent.message.body).as_deref(), Some("from Grace"));
    assert_eq!(find(ada.account.id).map(|sent| sent.message.body).as_deref(), Some("from Ada"));
    assert_eq!(find(AccountId::from_bytes([0xff; 16])), None);
}

/// Not even in another room: the store is the last to notice, after the use case.
pub fn a_nonce_cannot_send_twice<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let garden = stage.join(&ada.account, &stage.room("Garden"));
    let nonce = stage.nonce();
    stage.send(&ada, NewMessage { nonce, ..stage.message("hi") }).expect("it can be appended");
    for by in [&ada, &garden] {
        stage.send(by, NewMessage { nonce, ..stage.message("hi") }).expect_err("the nonce is used up");
    }
    assert_eq!(stage.said(ada.room), ["hi"]);
    assert!(stage.said(garden.room).is_empty());
}

/// A clock that jumps back does not make an entry older than the one below it.
pub fn times_in_a_room_never_run_backwards<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let garden = stage.join(&ada.account, &stage.room("Garden"));
    let say_at = |by, at| {
        let at = Timestamp::from_millis(at);
        let entry = stage.send(by, NewMessage { at, ..stage.message("hi") }).expect("it can be appended");
        message(entry).sent_at.as_millis()
    };
    assert_eq!([5_000, 4_000, 4_500, 6_000].map(|at| say_at(&ada, at)), [5_000, 5_000, 5_000, 6_000]);
    assert_eq!(say_at(&garden, 1_000), 1_000, "another room has times of its own");
    let times: Vec<_> = stage.log(ada.room).into_iter().map(|entry| message(entry).sent_at.as_millis()).collect();
    assert_eq!(times, [5_000, 5_000, 5_000, 6_000], "the log says what the authors were told");
}

/// Up to the longest one that a client may send.
pub fn any_text_comes_back_unchanged<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let texts = [
        "'; DROP TABLE messages; --".to_owned(),
        " \t leading, trailing and \r\n line ends \n".to_owned(),
        "👩‍🚀 سارة 张伟 \u{FEFF}\u{202E}".to_owned(),
        "123".to_owned(),
        "x".repeat(limits::MESSAGE_BODY),
    ];
    for text in &texts {
        stage.say(&ada, text);
    }
    assert_eq!(stage.said(ada.room), texts);
    let nonce = Nonce::from_bytes([0; 16]);
    stage.send(&ada, NewMessage { nonce, ..stage.message("a nonce of zeros") }).expect("it can be appended");
    let account = ada.account.id;
    let found = stage.sent_before(account, nonce);
    assert_eq!(found.map(|sent| sent.message.nonce), Some(nonce));
}
