//! What Ada does to the message that she wrote, without a server.

use hubbub_protocol::{LogPage, MessageId, Target};

use super::*;
use crate::{later::Part, text};

/// The message of the garden.
fn hello() -> Target {
    Target { seq: Seq::new(1), message: MessageId::new(Timestamp::from_millis(NOON), [3; 10]) }
}

impl Page {
    fn row(&self) -> Arc<MessageRow> {
        let rows = self.chat.rows(garden().id);
        let row = rows.iter().find_map(|row| match &row.kind {
            RowKind::Message(message) => Some(Arc::clone(message)),
            _ => None,
        });
        row.expect("the message is there")
    }

    /// What was asked of the platform, without frames.
    fn asked(&self) -> Vec<Call> {
        self.platform.calls().into_iter().filter(|call| *call != Call::Frame).collect()
    }

    /// The server says who Ada is; before, a deed cannot be shown.
    fn welcomed() -> Self {
        let page = Self::alive();
        page.platform.happen(Happening::SocketOpened);
        let welcome = format!(
            r#"{{"reply":1,"result":"welcome","connection":"{id}","account":{{"id":"{account}","name":"Ada"}},"build":"1","feature_level":2,"epoch":"{epoch}","heartbeat_ms":25000,"rooms":[]}}"#,
            id = MessageId::new(Timestamp::from_millis(NOON), [6; 10]),
            account = ada().id,
            epoch = Epoch::new(Timestamp::from_millis(NOON), [5; 10]),
        );
        page.platform.happen(Happening::FrameReceived(welcome));
        page.platform.happen(Happening::Frame);
        page.platform.calls();
        page
    }
}

#[test]
fn a_new_text_shows_at_once_and_is_pending_until_it_is_answered() {
    let page = Page::welcomed();
    let row = page.row();
    page.chat.begin_edit(garden().id, hello(), "Hello".to_owned());
    assert!(row.is_editing());
    page.chat.set_draft(garden().id, "a draft".to_owned());
    page.chat.write_edit(garden().id, "Hello all".to_owned());
    page.chat.save_edit(garden().id, hello(), "Hello all".to_owned());
    assert!(!row.is_editing());
    assert_eq!((row.body(), row.state()), ("Hello all".to_owned(), MessageState::Pending));
    assert!(row.facts(|facts| facts.edited.is_some()));
    assert_eq!(page.draft(), "a draft");
    let edit = Deed::Edit { target: hello(), body: "Hello all".to_owned() };
    assert!(page.asked().contains(&Call::Deed(edit)));
}

#[test]
fn a_text_that_stays_the_same_is_not_sent() {
    let page = Page::welcomed();
    page.chat.begin_edit(garden().id, hello(), "Hello".to_owned());
    page.chat.save_edit(garden().id, hello(), "Hello".to_owned());
    assert_eq!(page.row().state(), MessageState::Sent);
    assert!(!page.asked().iter().any(|call| matches!(call, Call::Deed(_))));
}

#[test]
fn the_last_message_of_mine_is_the_one_to_change_and_a_deleted_one_is_not() {
    let page = Page::welcomed();
    assert!(page.chat.edit_last(garden().id));
    assert_eq!(page.chat.edited_text(garden().id), "Hello");
    page.chat.end_edit(garden().id);
    page.chat.delete(garden().id, hello());
    assert!(!page.chat.edit_last(garden().id));
}

#[test]
fn an_edit_that_was_begun_is_kept_with_the_draft_and_comes_back() {
    let page = Page::welcomed();
    let edit = Some((hello(), "Hello a".to_owned()));
    let kept = Draft { edit, reply_to: Some(hello()), ..draft("Old") };
    page.platform.happen(Happening::Loaded(Kept { drafts: vec![kept], ..Kept::default() }));
    assert!(page.row().is_editing());
    assert_eq!((page.chat.edited_text(garden().id), page.draft()), ("Hello a".to_owned(), "Old".to_owned()));
    let replying = page.chat.replying_to(garden().id).expect("the answer comes back, too");
    assert_eq!((replying.words.as_str(), replying.author), ("Hello", Some(ada())));
}

#[test]
fn an_answer_leaves_the_text_alone_and_ends_with_the_message() {
    let page = Page::welcomed();
    page.chat.set_draft(garden().id, "typed before".to_owned());
    page.chat.reply(garden().id, Some(hello()));
    assert_eq!(page.draft(), "typed before");
    page.chat.send(garden().id, "typed before".to_owned());
    assert_eq!(page.chat.replying_to(garden().id), None);
    let rows = page.chat.rows(garden().id);
    let RowKind::Message(answer) = &rows.last().expect("there are rows").kind else { panic!("no message") };
    assert_eq!(
        answer.facts(|facts| facts.reply_to.as_ref().map(|quoted| quoted.words.clone())),
        Some("Hello".to_owned())
    );
}

#[test]
fn a_deletion_can_be_taken_back_as_long_as_that_is_offered() {
    let page = Page::welcomed();
    let row = page.row();
    page.chat.delete(garden().id, hello());
    assert!(row.facts(|facts| facts.deleted.is_some()));
    page.platform.pass(4_999);
    page.platform.happen(Happening::Frame);
    let toast = page.chat.toast().expect("there is still time");
    page.chat.take_offer(toast.offer.expect("it can be taken back"));
    assert!(row.facts(|facts| facts.deleted.is_none()));
    assert_eq!((row.body(), page.chat.toast()), ("Hello".to_owned(), None));

    page.chat.delete(garden().id, hello());
    page.platform.pass(5_000);
    page.platform.happen(Happening::Frame);
    assert_eq!(page.chat.toast(), None, "what is offered can be done");
    assert!(page.asked().contains(&Call::Deed(Deed::Delete { target: hello() })));
}

#[test]
fn what_could_be_taken_back_goes_out_when_the_page_is_hidden() {
    let page = Page::welcomed();
    page.chat.delete(garden().id, hello());
    page.platform.happen(Happening::Hidden);
    assert!(page.asked().contains(&Call::Deed(Deed::Delete { target: hello() })));
    assert_eq!(page.chat.toast(), None);
}

#[test]
fn a_refusal_is_told_and_taken_back() {
    let page = Page::welcomed();
    page.chat.react(garden().id, hello(), "👍".to_owned(), true);
    let row = page.row();
    assert!(row.facts(|facts| facts.has_reacted(ada().id, "👍")));
    let saved = page.platform.saved.lock().expect("nobody panicked").expect("it was saved");
    page.platform.happen(Happening::OutboxSaved(saved));
    let refused =
        r#"{"reply":2,"result":"refused","error":{"code":"too_many","message":"","field":"emoji","limit":20}}"#;
    page.platform.happen(Happening::FrameReceived(refused.to_owned()));
    page.platform.happen(Happening::Frame);
    assert!(!row.facts(|facts| facts.has_reacted(ada().id, "👍")));
    let told = page.chat.toast().expect("it is told").sentence;
    assert_eq!(told, "The reaction was not added. A message has at most 20 different reactions.");
    page.platform.pass(6_000);
    page.platform.happen(Happening::Frame);
    assert_eq!(page.chat.toast(), None);
}

#[test]
fn what_is_told_waits_while_somebody_is_at_it() {
    let page = Page::welcomed();
    page.engine.tell("Hello".to_owned(), None);
    page.chat.hold_toast(true);
    page.platform.pass(60_000);
    page.platform.happen(Happening::Frame);
    assert!(page.chat.toast().is_some());
    page.chat.hold_toast(false);
    page.platform.pass(6_000);
    page.platform.happen(Happening::Frame);
    assert_eq!(page.chat.toast(), None);
}

#[test]
fn a_message_that_is_held_is_shown_without_asking() {
    let page = Page::alive();
    page.chat.seek(garden().id, Seq::new(1));
    assert_eq!(page.chat.sought(garden().id), Some(Seq::new(1)));
    assert!(!page.asked().iter().any(|call| matches!(call, Call::Fetch(..))));
    page.chat.found(garden().id);
    assert_eq!(page.chat.sought(garden().id), None);
}

/// The page around a message that is not held.
fn around(seq: u64) -> String {
    let mut page: LogPage = garden_page().page;
    page.head = Seq::new(400);
    page.entries[0].seq = Seq::new(seq);
    serde_json::to_string(&page).expect("it encodes")
}

#[test]
fn a_message_that_is_not_held_is_asked_for_with_what_is_around_it() {
    let page = Page::alive();
    page.chat.seek(garden().id, Seq::new(100));
    let path = format!("/api/v1/rooms/{}/log?after=75&limit=50", garden().id);
    assert!(page.asked().contains(&Call::Fetch(1, path)));
    assert_eq!(page.chat.sought(garden().id), None);
    page.platform.happen(Happening::Fetched { request: 1, answer: Ok(around(100)) });
    assert_eq!(page.chat.sought(garden().id), Some(Seq::new(100)));
}

#[test]
fn a_link_to_no_message_says_so_and_one_that_cannot_be_followed_too() {
    let page = Page::alive();
    page.chat.seek(garden().id, Seq::new(100));
    page.platform.happen(Happening::Fetched { request: 1, answer: Ok(around(99)) });
    assert_eq!(page.chat.toast().map(|toast| toast.sentence), Some(text::NO_SUCH_MESSAGE.to_owned()));
    page.chat.seek(garden().id, Seq::new(100));
    page.platform.happen(Happening::Fetched { request: 2, answer: Err(ApiError::Unavailable) });
    assert_eq!(page.chat.toast().map(|toast| toast.sentence), Some(text::MESSAGE_NOT_LOADED.to_owned()));
    assert_eq!(page.chat.sought(garden().id), None);
}

#[test]
fn an_address_with_a_message_leads_to_it_once_its_room_is_shown() {
    let page = Page::alive();
    page.platform.happen(Happening::Went(Place::Room(garden().slug), Some(Seq::new(1))));
    assert_eq!(page.chat.sought(garden().id), Some(Seq::new(1)));
    let page = Page::alive();
    page.platform.happen(Happening::Went(Place::Room(kitchen()), Some(Seq::new(1))));
    assert_eq!(page.chat.sought(garden().id), None, "that was about another room");
}

#[test]
fn closing_what_was_open_before_does_not_close_what_is_open_now() {
    let page = Page::alive();
    page.chat.open(Part::Pins(garden().id));
    let (first, _) = page.chat.opened().expect("it is open");
    page.chat.open(Part::Pins(garden().id));
    page.chat.closed(first);
    let (second, _) = page.chat.opened().expect("it is another one");
    page.chat.closed(second);
    assert!(page.chat.opened().is_none());
}

#[test]
fn the_new_text_of_a_message_that_is_deleted_meanwhile_goes_to_the_composer() {
    let page = Page::welcomed();
    page.chat.set_draft(garden().id, "a draft".to_owned());
    page.chat.begin_edit(garden().id, hello(), "Hello".to_owned());
    page.chat.write_edit(garden().id, "Hello all".to_owned());
    let deleted = hubbub_protocol::Change::MessageDeleted {
        target: hello(),
        by: ada(),
        at: Timestamp::from_millis(NOON),
        root: None,
    };
    let entry = Entry { room: garden().id, seq: Seq::new(2), change: deleted };
    let entry = serde_json::to_value(entry).expect("it encodes");
    let mut event = serde_json::json!({ "event": "log_appended" });
    event.as_object_mut().expect("an object").extend(entry.as_object().expect("an object").clone());
    page.platform.happen(Happening::FrameReceived(event.to_string()));
    page.platform.happen(Happening::Frame);
    assert!(!page.row().is_editing());
    assert_eq!(page.draft(), "a draft\nHello all");
    assert_eq!(page.chat.toast().map(|toast| toast.sentence), Some(text::EDIT_RESCUED.to_owned()));
}

#[test]
fn one_edit_at_a_time_and_none_is_lost_by_beginning_another() {
    let page = Page::welcomed();
    let other = Target { seq: Seq::new(9), message: hello().message };
    page.chat.begin_edit(garden().id, hello(), "Hello".to_owned());
    page.chat.begin_edit(garden().id, other, "Other".to_owned());
    assert_eq!(page.chat.edited_text(garden().id), "Other", "nothing was changed before");
    page.chat.end_edit(garden().id);
    page.chat.begin_edit(garden().id, hello(), "Hello".to_owned());
    page.chat.write_edit(garden().id, "Hello all".to_owned());
    page.chat.begin_edit(garden().id, other, "Other".to_owned());
    assert_eq!(page.chat.edited_text(garden().id), "Hello all");
    assert_eq!(page.chat.sought(garden().id), Some(Seq::new(1)), "and it is shown");
}

#[test]
fn an_answer_finds_nobody_who_asked_and_harms_nothing() {
    let page = Page::welcomed();
    let told = Arc::new(Mutex::new(None));
    // A room is left before the answer about joining it is there.
    let component = Owner::new();
    component.with(|| {
        let told = Arc::clone(&told);
        let note = move |outcome: Result<_, _>| *told.lock().expect("nobody panicked") = Some(outcome.is_err());
        page.chat.join_room(RoomId::from_bytes([9; 16]), note);
    });
    component.cleanup();
    page.platform.happen(Happening::Frame);
    for command in 1..10 {
        let error = serde_json::json!({ "code": "not_found", "message": "There is none." });
        let reply = serde_json::json!({ "reply": command, "result": "refused", "error": error });
        page.platform.happen(Happening::FrameReceived(reply.to_string()));
    }
    page.platform.happen(Happening::Frame);
    assert_eq!(*told.lock().expect("nobody panicked"), Some(true));
}
