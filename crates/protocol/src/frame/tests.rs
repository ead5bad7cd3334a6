//! Every variant has a snapshot, so that a change of the wire is seen in review.

use super::*;
use crate::{
    message::{Deleted, Edited, ForwardedFrom, InThread, Pinned, Quote, Replies},
    *,
};

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + millis)
}

fn ada() -> Account {
    Account { id: AccountId::new(at(0), [1; 10]), name: "Ada".to_owned() }
}

fn garden() -> Room {
    let slug = Slug::from_name("Garden").expect("the name has letters");
    Room::open(RoomId::new(at(1), [2; 10]), slug, "Garden".to_owned(), at(1))
}

fn direct() -> Room {
    let id = RoomId::new(at(1), [4; 10]);
    let grace = Account { id: AccountId::new(at(0), [5; 10]), name: "Grace".to_owned() };
    let open = Room::open(id, Slug::from_id(id), "Grace".to_owned(), at(1));
    Room { kind: RoomKind::Direct, people: vec![ada(), grace], ..open }
}

fn nonce() -> Nonce {
    Nonce::new(at(2), [3; 10])
}

fn entry() -> Entry {
    entry_of(Change::MessageSent { message: plain() })
}

fn plain() -> Message {
    Message::new(target().message, ada(), nonce(), "The roses are out \u{1F339}".to_owned(), at(3))
}

fn target() -> Target {
    Target { seq: Seq::new(7), message: MessageId::new(at(3), [4; 10]) }
}

/// A message with everything that a message can have.
fn rich() -> Message {
    let quote = Quote { target: target(), author: ada(), excerpt: "The roses are out".to_owned(), deleted: false };
    let from = ForwardedFrom { room: garden().id, target: target(), author: ada() };
    Message {
        edited: Some(Edited { revision: 2, at: at(6) }),
        reactions: vec![Reaction { emoji: "\u{1F339}".to_owned(), by: vec![ada()] }],
        reply_to: Some(Box::new(quote)),
        thread: Some(Box::new(InThread { root: target(), also_in_room: true })),
        replies: Some(Box::new(Replies { count: 3, last: Seq::new(12), by: ada(), at: at(9) })),
        pinned: Some(Box::new(Pinned { by: ada(), at: at(8) })),
        forwarded_from: Some(Box::new(from)),
        ..plain()
    }
}

fn tombstone() -> Message {
    let mut message = rich();
    message.delete(Deleted { by: ada(), at: at(9) });
    message
}

fn entry_of(change: Change) -> Entry {
    Entry { room: garden().id, seq: Seq::new(7), change }
}

fn changes() -> Vec<(&'static str, Change)> {
    let (target, by, at, emoji) = (target(), ada(), at(9), "\u{1F339}".to_owned());
    vec![
        ("message_sent_rich", Change::MessageSent { message: rich() }),
        ("message_sent_deleted", Change::MessageSent { message: tombstone() }),
        ("message_edited", Change::MessageEdited { target, body: "Look".to_owned(), revision: 2, at }),
        ("message_edited_deleted", Change::MessageEdited { target, body: String::new(), revision: 2, at }),
        ("message_deleted", Change::MessageDeleted { target, by: by.clone(), at, root: Some(target) }),
        ("reaction_added", Change::ReactionAdded { target, emoji: emoji.clone(), by: by.clone(), at }),
        ("reaction_removed", Change::ReactionRemoved { target, emoji, by: by.clone(), at }),
        ("message_pinned", Change::MessagePinned { target, by: by.clone(), at }),
        ("message_unpinned", Change::MessageUnpinned { target, by, at }),
    ]
}

fn joined() -> JoinedRoom {
    JoinedRoom {
        room: garden(),
        head: Seq::new(7),
        presence: Presence { count: 1, accounts: vec![ada()] },
        unread: Some(unread()),
    }
}

fn unread() -> Unread {
    Unread { after: Seq::new(2), head: Seq::new(7), count: 3 }
}

fn marker() -> Item {
    Item::ReadMarker { room: garden().id, up_to: Seq::new(2) }
}

fn commands() -> Vec<Command> {
    vec![
        Hello {
            protocol: PROTOCOL_VERSION,
            feature_level: FEATURE_LEVEL,
            client: "marvin/1.0".to_owned(),
            epoch: Some(Epoch::new(at(0), [5; 10])),
            resume: vec![Position { room: garden().id, after: Seq::new(6) }],
            account_version: Some(Seq::new(11)),
        }
        .into(),
        SendMessage::new(garden().id, nonce(), "Good morning").into(),
        CancelMessage { room: garden().id, nonce: nonce() }.into(),
        EditMessage { room: garden().id, target: target(), nonce: nonce(), body: "Good evening".to_owned() }.into(),
        DeleteMessage { room: garden().id, target: target() }.into(),
        AddReaction { room: garden().id, target: target(), emoji: "\u{1F339}".to_owned() }.into(),
        RemoveReaction { room: garden().id, target: target(), emoji: "\u{1F339}".to_owned() }.into(),
        PinMessage { room: garden().id, target: target() }.into(),
        UnpinMessage { room: garden().id, target: target() }.into(),
        MarkRead { room: garden().id, up_to: Seq::new(2), back: true }.into(),
        CountUnread { room: garden().id, after: Seq::new(2) }.into(),
        CreateRoom { name: "Garden".to_owned() }.into(),
        OpenDirect { people: direct().people.iter().map(|person| person.id).collect() }.into(),
        JoinRoom { room: garden().id }.into(),
        SetTyping { room: garden().id, typing: true }.into(),
    ]
}

fn replies() -> Vec<Reply> {
    vec![
        Reply::Welcome(Welcome {
            connection: ConnectionId::new(at(4), [6; 10]),
            account: ada(),
            build: "0123456789ab".to_owned(),
            feature_level: FEATURE_LEVEL,
            epoch: Epoch::new(at(0), [5; 10]),
            heartbeat_ms: limits::HEARTBEAT_MS,
            rooms: vec![joined(), JoinedRoom { room: direct(), unread: None, ..joined() }],
            account_version: Seq::new(12),
            items: vec![marker()],
        }),
        Reply::MessageAcknowledged(MessageAcknowledged {
            room: garden().id,
            nonce: nonce(),
            seq: Seq::new(7),
            message: MessageId::new(at(3), [4; 10]),
            sent_at: at(3),
        }),
        Reply::Changed(Changed { room: garden().id, seq: Seq::new(9) }),
        Reply::Saved(Saved { version: Seq::new(12) }),
        Reply::UnreadCounted(UnreadCounted { room: garden().id, unread: unread() }),
        Reply::RoomOpened(RoomOpened { joined: joined() }),
        Reply::Done,
        Reply::Refused {
            error: Refusal::new(ErrorCode::TooLarge, "The body is too long.")
                .field("body")
                .limit(limits::MESSAGE_BODY)
                .retry_after_ms(1_000),
        },
    ]
}

fn events() -> Vec<Event> {
    vec![
        Event::LogAppended(entry()),
        Event::AccountChanged(AccountChanged { version: Seq::new(12), item: marker() }),
        Event::RoomResumed(RoomResumed {
            room: garden().id,
            entries: vec![entry()],
            gap: Some(Gap { after: Seq::new(2), before: Seq::new(7) }),
            complete: true,
            head: Seq::new(7),
        }),
        Event::RoomCreated(RoomCreated { room: garden() }),
        Event::PresenceChanged(PresenceChanged {
            room: garden().id,
            came: vec![ada()],
            went: vec![AccountId::new(at(5), [7; 10])],
            count: 3,
        }),
        Event::TypingChanged(TypingChanged { room: garden().id, account: ada(), typing: true }),
        Event::Heartbeat(Heartbeat {
            heads: vec![hello::Head { room: garden().id, head: Seq::new(7) }],
            account_version: Seq::new(12),
        }),
        Event::Draining(Draining { retry_after_ms: 640 }),
    ]
}

fn pretty(text: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(text).expect("a frame is JSON");
    serde_json::to_string_pretty(&value).expect("a value is JSON")
}

#[test]
fn every_command_keeps_its_shape_and_returns_unchanged() {
    let commands = commands();
    assert_eq!(commands.len(), Command::NAMES.len(), "each command needs an example here");
    for (command, name) in commands.into_iter().zip(Command::NAMES) {
        let frame = CommandFrame { id: 12, command };
        insta::assert_snapshot!(format!("command_{name}"), pretty(&frame.encode()));
        assert_eq!(CommandFrame::decode(&frame.encode()), Ok(frame));
    }
}

#[test]
fn one_command_is_encoded_like_a_frame() {
    let join = JoinRoom { room: garden().id };
    let frame = CommandFrame { id: 12, command: join.clone().into() };
    assert_eq!(CommandFrame::decode(&encode(12, &join)), Ok(frame.clone()));
    assert_eq!(encode(12, &join), frame.encode());
    assert_eq!(encode_as(1, "rest", &serde_json::json!({})), r#"{"id":1,"command":"rest"}"#);
}

#[test]
fn every_reply_keeps_its_shape_and_returns_unchanged() {
    for result in replies() {
        let frame = ServerFrame::Reply(ReplyFrame { to: 12, result });
        let value: serde_json::Value = serde_json::from_str(&frame.encode()).expect("a frame is JSON");
        let name = value["result"].as_str().expect("a reply names its result");
        insta::assert_snapshot!(format!("reply_{name}"), pretty(&frame.encode()));
        assert_eq!(ServerFrame::decode(&frame.encode()).expect("it decodes"), frame);
    }
}

#[test]
fn every_event_keeps_its_shape_and_returns_unchanged() {
    for event in events() {
        let frame = ServerFrame::from(event);
        let value: serde_json::Value = serde_json::from_str(&frame.encode()).expect("a frame is JSON");
        let name = value["event"].as_str().expect("an event has a name");
        insta::assert_snapshot!(format!("event_{name}"), pretty(&frame.encode()));
        assert_eq!(ServerFrame::decode(&frame.encode()).expect("it decodes"), frame);
    }
}

#[test]
fn every_change_keeps_its_shape_and_returns_unchanged() {
    for (name, change) in changes() {
        let frame = ServerFrame::from(Event::LogAppended(entry_of(change)));
        insta::assert_snapshot!(format!("change_{name}"), pretty(&frame.encode()));
        assert_eq!(ServerFrame::decode(&frame.encode()).expect("it decodes"), frame);
    }
}

#[test]
fn a_send_names_only_what_it_has() {
    let rich = SendMessage {
        reply_to: Some(target()),
        thread: Some(target()),
        also_in_room: true,
        forwarded_from: Some(Source { room: garden().id, target: target() }),
        ..SendMessage::new(garden().id, nonce(), "Good morning")
    };
    let frame = CommandFrame { id: 12, command: rich.into() };
    insta::assert_snapshot!("command_send_message_rich", pretty(&frame.encode()));
    assert_eq!(CommandFrame::decode(&frame.encode()), Ok(frame));
}

#[test]
fn every_error_code_keeps_its_name() {
    use ErrorCode::*;
    let codes = [
        Malformed,
        UnknownCommand,
        HelloExpected,
        Invalid,
        TooLarge,
        NotFound,
        NameTaken,
        IdConflict,
        Forbidden,
        Deleted,
        Cancelled,
        TooMany,
        RateLimited,
        Overloaded,
        StorageFull,
        Unauthenticated,
        ForbiddenOrigin,
        UpgradeRequired,
        Internal,
    ];
    insta::assert_snapshot!("error_codes", serde_json::to_string_pretty(&codes).expect("codes are strings"));
}

#[test]
fn http_bodies_keep_their_shape() {
    let bodies = serde_json::json!({
        "sign_in": SignIn { name: "Ada".to_owned(), password: Some("the roses are out".to_owned()), delivery: Delivery::Bearer },
        "signed_in": SignedIn { account: ada(), token: Some("token".to_owned()) },
        "session_summary": SessionSummary {
            id: SessionId::new(at(0), [6; 10]),
            client: "Firefox/144".to_owned(),
            began_at: at(1),
            seen_at: at(2),
            current: true,
        },
        "room_summary": RoomSummary { room: garden(), head: Seq::new(7), joined: true, unread: Some(unread()) },
        "log_page": LogPage {
            room: garden().id,
            epoch: Epoch::new(at(0), [5; 10]),
            head: Seq::new(7),
            entries: vec![entry()],
            pins: vec![target()],
        },
        "excerpts": Excerpts {
            room: garden().id,
            epoch: Epoch::new(at(0), [5; 10]),
            head: Seq::new(7),
            entries: vec![entry()],
        },
        "message_info": MessageInfo {
            entry: entry(),
            versions: vec![Version { revision: 0, body: "The roses are out".to_owned(), at: at(3) }],
        },
    });
    insta::assert_snapshot!("http_bodies", pretty(&bodies.to_string()));
}

#[test]
fn fields_from_the_future_are_ignored() {
    let frame = CommandFrame::decode(r#"{"id":1,"command":"create_room","name":"Garden","mood":"sunny"}"#);
    assert_eq!(frame.map(|frame| frame.command), Ok(CreateRoom { name: "Garden".to_owned() }.into()));
    let event = r#"{"event":"draining","retry_after_ms":1,"reason":"upgrade"}"#;
    assert_eq!(ServerFrame::decode(event).expect("it decodes"), Event::Draining(Draining { retry_after_ms: 1 }).into());
}

#[test]
fn a_command_from_the_future_is_named_in_the_answer() {
    let error = CommandFrame::decode(r#"{"id":9,"command":"close_poll"}"#).expect_err("there is no such command");
    assert_eq!(error.id, 9);
    assert_eq!(error.refusal.code, ErrorCode::UnknownCommand);
    assert_eq!(error.refusal.field.as_deref(), Some("close_poll"));
}

#[test]
fn events_results_codes_and_changes_from_the_future_are_no_errors() {
    let event = ServerFrame::decode(r#"{"event":"poll_closed","room":"x"}"#).expect("it decodes");
    assert_eq!(event, ServerFrame::Event(Event::Unknown));
    let reply = ServerFrame::decode(r#"{"reply":3,"result":"pinned","at":5}"#).expect("it decodes");
    assert_eq!(reply, ServerFrame::Reply(ReplyFrame { to: 3, result: Reply::Unknown }));
    let code: ErrorCode = serde_json::from_str(r#""moon_in_wrong_phase""#).expect("it decodes");
    assert_eq!(code, ErrorCode::Unknown);
    let entry = format!(
        r#"{{"event":"log_appended","room":"{}","seq":8,"change":{{"kind":"poll_closed","mood":"x"}}}}"#,
        garden().id
    );
    let ServerFrame::Event(Event::LogAppended(entry)) = ServerFrame::decode(&entry).expect("it decodes") else {
        panic!("an unknown change is still an entry");
    };
    assert_eq!((entry.seq, entry.change), (Seq::new(8), Change::Unknown));
    let draft = r#"{"event":"account_changed","version":8,"item":{"kind":"mood","body":"x"}}"#;
    let changed = AccountChanged { version: Seq::new(8), item: Item::Unknown };
    assert_eq!(ServerFrame::decode(draft).expect("it decodes"), Event::AccountChanged(changed).into());
}

#[test]
fn what_is_no_command_is_refused_with_a_reason() {
    let deep = format!(r#"{{"id":1,"command":"hello","x":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    let cases = [
        ("", ErrorCode::Malformed),
        ("hello", ErrorCode::Malformed),
        ("[]", ErrorCode::Malformed),
        (r#"{"id":1}"#, ErrorCode::Malformed),
        (r#"{"id":-1,"command":"hello"}"#, ErrorCode::Malformed),
        (r#"{"id":1,"command":"create_room"}"#, ErrorCode::Malformed),
        (r#"{"id":1,"command":"create_room","name":1e400}"#, ErrorCode::Malformed),
        (r#"{"id":1,"command":"create_room","name":"\ud800"}"#, ErrorCode::Malformed),
        (r#"{"id":1,"command":"join_room","room":"general"}"#, ErrorCode::Malformed),
        (deep.as_str(), ErrorCode::Malformed),
    ];
    for (text, code) in cases {
        let error = CommandFrame::decode(text).expect_err("it is no command");
        assert_eq!(error.refusal.code, code, "{text:.80}");
    }
}

#[test]
fn what_was_sent_does_not_come_back_at_length() {
    let long = "\u{1f984}\u{1}".repeat(10_000).replace('\u{1}', "\\u0001");
    for text in [
        format!(r#"["{long}"]"#),
        format!(r#"{{"id":"{long}","command":"hello"}}"#),
        format!(r#"{{"id":1,"command":"{long}"}}"#),
        format!(r#"{{"id":1,"command":"join_room","room":"{long}"}}"#),
        format!(r#"{{"id":1,"command":"set_typing","room":"{}","typing":"{long}"}}"#, garden().id),
    ] {
        let DecodeError { id, refusal } = CommandFrame::decode(&text).expect_err("it is no command");
        let reply = ServerFrame::Reply(ReplyFrame { to: id, result: Reply::Refused { error: refusal } });
        assert!(reply.encode().len() <= 1024, "{} bytes for {text:.60}", reply.encode().len());
    }
}

#[test]
fn brackets_inside_text_are_no_nesting() {
    let name = "[".repeat(100);
    let text = format!(r#"{{"id":1,"command":"create_room","name":"{name} \" {{"}}"#);
    assert!(CommandFrame::decode(&text).is_ok());
}
