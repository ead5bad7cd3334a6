//! Rows of a list.

use hubbub_client::{Deed, SendState, Unsent};
use hubbub_protocol::{
    AccountId, Entry, Gap, Message, MessageId, Nonce, Reaction, RoomId, Timestamp,
    message::{Deleted, Edited, Quote},
};
use leptos::prelude::Owner;

use super::*;
use crate::state::{
    row::{MessageState, RowKind},
    tests::{FakePlatform, NOON},
};

const MINUTE_MS: i64 = 60_000;

struct Scene {
    view: TimelineView,
    clock: Clock,
    _owner: Owner,
}

impl Scene {
    fn new() -> Self {
        let owner = Owner::new();
        owner.set();
        Self { view: TimelineView::default(), clock: Clock::new(FakePlatform::new()), _owner: owner }
    }

    /// The list in short: days, lines, gaps, notices, and messages with a name where their author is shown.
    fn show(&mut self, items: &[Item<'_>]) -> Vec<String> {
        self.rows(items).iter().map(short).collect()
    }

    fn rows(&mut self, items: &[Item<'_>]) -> Vec<Row> {
        self.rows_with(items, Some(Functions::all()))
    }

    /// The list as Ada sees it, who may not have the later part yet.
    fn rows_with(&mut self, items: &[Item<'_>], later: Option<Functions>) -> Vec<Row> {
        let (me, rooms) = (person("Ada"), Rooms::new(&[]));
        self.view.rows(items, None, &Reader { me: &me, rooms: &rooms, clock: self.clock, later })
    }
}

fn short(row: &Row) -> String {
    match &row.kind {
        RowKind::Day(at) => format!("day {}", at.as_millis() / 86_400_000 - NOON / 86_400_000),
        RowKind::New { count } => format!("{count} new"),
        RowKind::Gap(gap) => format!("gap {}..{}", gap.after, gap.before),
        RowKind::Notice { came, went } => format!("came {} went {}", came.join(" "), went.join(" ")),
        RowKind::Pin { by, target } => format!("{by} pinned {}", target.seq),
        RowKind::Message(message) if message.first_of_group() => format!("{}: {}", message.author.name, message.body()),
        RowKind::Message(message) => message.body(),
    }
}

fn person(name: &str) -> Account {
    Account { id: AccountId::new(Timestamp::from_millis(1), [name.as_bytes()[0]; 10]), name: name.to_owned() }
}

fn room() -> RoomId {
    RoomId::new(Timestamp::from_millis(1), [9; 10])
}

fn nonce(seq: u64) -> Nonce {
    Nonce::new(Timestamp::from_millis(1), [u8::try_from(seq).expect("a small number"); 10])
}

/// An entry whose text is its position.
fn said(seq: u64, author: &str, minute: i64) -> Entry {
    let at = Timestamp::from_millis(NOON + minute * MINUTE_MS);
    let message = Message::new(MessageId::new(at, [0; 10]), person(author), nonce(seq), seq.to_string(), at);
    Entry { room: room(), seq: Seq::new(seq), change: Change::MessageSent { message } }
}

fn items(entries: &[Entry]) -> Vec<Item<'_>> {
    entries.iter().map(|entry| Item::Entry { entry, key: Key::Seq(entry.seq) }).collect()
}

fn divider(after: u64, count: u64) -> Divider {
    Divider { after: Seq::new(after), count }
}

#[test]
fn messages_of_one_author_within_five_minutes_are_one_group() {
    let log = [said(1, "Ada", 0), said(2, "Ada", 4), said(3, "Ada", 9), said(4, "Grace", 9), said(5, "Ada", 9)];
    assert_eq!(Scene::new().show(&items(&log)), ["day 0", "Ada: 1", "2", "Ada: 3", "Grace: 4", "Ada: 5"]);
}

#[test]
fn a_new_day_breaks_the_group() {
    let log = [said(1, "Ada", 12 * 60 - 1), said(2, "Ada", 12 * 60)];
    assert_eq!(Scene::new().show(&items(&log)), ["day 0", "Ada: 1", "day 1", "Ada: 2"]);
}

#[test]
fn the_line_stands_before_the_first_unread_message_of_somebody_else() {
    let mut scene = Scene::new();
    let log = [said(1, "Grace", 0), said(2, "Ada", 0), said(3, "Grace", 0), said(4, "Grace", 0)];
    scene.view.divide(Some(divider(1, 2)));
    let shown = ["day 0", "Grace: 1", "Ada: 2", "2 new", "Grace: 3", "4"];
    assert_eq!(scene.show(&items(&log)), shown);
    let longer: Vec<_> = log.into_iter().chain([said(5, "Linus", 1)]).collect();
    assert_eq!(scene.show(&items(&longer))[..6], shown, "it does not move when more arrives");
}

#[test]
fn the_line_waits_for_the_message_before_it() {
    let mut scene = Scene::new();
    let log = [said(6, "Grace", 0), said(7, "Grace", 0)];
    scene.view.divide(Some(divider(3, 4)));
    assert_eq!(scene.show(&items(&log)), ["day 0", "Grace: 6", "7"]);
    let older = [said(3, "Grace", 0), said(4, "Grace", 0), said(5, "Grace", 0), said(6, "Grace", 0)];
    assert_eq!(scene.show(&items(&older)), ["day 0", "Grace: 3", "4 new", "Grace: 4", "5", "6"]);
}

#[test]
fn a_line_whose_message_is_missing_stands_before_the_gap() {
    let mut scene = Scene::new();
    let (before, after) = ([said(1, "Grace", 0)], [said(9, "Grace", 0)]);
    let gap = Item::Gap(Gap { after: Seq::new(1), before: Seq::new(9) });
    scene.view.divide(Some(divider(1, 8)));
    let all: Vec<_> = items(&before).into_iter().chain([gap]).chain(items(&after)).collect();
    assert_eq!(scene.show(&all), ["day 0", "Grace: 1", "8 new", "gap 1..9", "Grace: 9"]);
}

#[test]
fn notices_stay_where_they_happened_and_break_no_group() {
    let mut scene = Scene::new();
    let log = [said(1, "Ada", 0), said(2, "Ada", 0)];
    scene.view.notices.add(Seq::new(1), vec![person("Grace")], vec![]);
    scene.view.notices.add(Seq::new(2), vec![], vec![person("Grace")]);
    assert_eq!(scene.show(&items(&log)), ["day 0", "Ada: 1", "came Grace went ", "2", "came  went Grace"]);
}

#[test]
fn an_acknowledged_message_is_the_same_row() {
    let mut scene = Scene::new();
    let at = Timestamp::from_millis(NOON);
    let unsent =
        Unsent { room: room(), nonce: nonce(7), body: "7".to_owned(), written_at: at, order: 1, deed: Deed::default() };
    let pending = [Item::Unsent { unsent: &unsent, state: SendState::Pending }];
    let before = scene.rows(&pending);
    let entry = said(7, "Ada", 0);
    let after = scene.rows(&[Item::Entry { entry: &entry, key: Key::Nonce(nonce(7)) }]);
    assert_eq!(before, after, "keys and shared rows are the same");
    let RowKind::Message(message) = &before[1].kind else { panic!("{:?} is no message", before[1]) };
    assert_eq!((message.state(), message.seq()), (MessageState::Sent, Some(Seq::new(7))));
}

#[test]
fn a_long_list_is_cut_once_its_end_was_seen() {
    let mut scene = Scene::new();
    let mut log: Vec<_> = (1..=100).map(|seq| said(seq, "Grace", 0)).collect();
    log.extend((101..=350).map(|seq| Entry { seq: Seq::new(seq), ..said(1, "Grace", 0) }));
    assert_eq!(scene.show(&items(&log[..300])).len(), 301);
    assert_eq!(scene.show(&items(&log)).len(), 351, "the person may be reading above");
    scene.view.saw(Seq::new(350));
    assert_eq!(scene.show(&items(&log)).len(), 1 + KEPT);
    assert!(scene.view.is_folded());
    assert!(scene.view.unfold());
    scene.view.seen = Seq::ZERO;
    assert_eq!(scene.show(&items(&log)).len(), 351);
}

/// The same, with another text.
fn with_body(mut entry: Entry, body: &str) -> Entry {
    if let Change::MessageSent { message } = &mut entry.change {
        message.body = body.to_owned();
    }
    entry
}

/// The same entry with a message that became something else.
fn became(seq: u64, author: &str, change: impl FnOnce(&mut Message)) -> Entry {
    let mut entry = said(seq, author, 0);
    if let Change::MessageSent { message } = &mut entry.change {
        change(message);
    }
    entry
}

#[test]
fn a_text_is_read_again_once_somebody_it_names_is_known() {
    let mut scene = Scene::new();
    let log = [with_body(said(1, "Linus", 0), "@ada @grace"), said(2, "Grace", 1)];
    let mut row = |items: &[Item<'_>]| {
        scene.rows(items);
        scene.view.message(Key::Seq(Seq::new(1))).expect("the row is there")
    };
    let before = row(&items(&log[..1]));
    assert_eq!(before.meaning().words, "@Ada @grace");
    assert!(before.meaning().speaks_to_me);
    let after = row(&items(&log));
    assert_eq!(after.meaning().words, "@Ada @Grace");
    assert_eq!(before, after, "it is the same row");
}

#[test]
fn a_text_is_shown_as_typed_until_it_can_be_read() {
    let mut scene = Scene::new();
    let log = [with_body(said(1, "Grace", 0), "*so* it ||ends||"), with_body(said(2, "Ada", 0), "*so* it ||ends||")];
    let mut words = |later| {
        scene.rows_with(&items(&log), later);
        let words =
            |seq| scene.view.message(Key::Seq(Seq::new(seq))).expect("the row is there").meaning().words.clone();
        (words(1), words(2), scene.view.take_unread_texts())
    };
    let typed = ("*so* it …".to_owned(), "*so* it ||ends||".to_owned());
    assert_eq!(words(None), (typed.0.clone(), typed.1.clone(), true), "what others may hide is not told");
    assert_eq!(words(None), (typed.0, typed.1, false), "nothing new waits");
    let read = || "so it Spoiler".to_owned();
    assert_eq!(words(Some(Functions::all())), (read(), read(), false));
}

fn target(seq: u64) -> Target {
    Target { seq: Seq::new(seq), message: MessageId::new(Timestamp::from_millis(NOON), [0; 10]) }
}

fn at() -> Timestamp {
    Timestamp::from_millis(NOON)
}

/// The row of the only message.
fn row(rows: &[Row]) -> Arc<MessageRow> {
    let mut messages = rows.iter().filter_map(|row| match &row.kind {
        RowKind::Message(message) => Some(Arc::clone(message)),
        _ => None,
    });
    messages.next().expect("there is a message")
}

#[test]
fn a_message_changes_in_its_row() {
    let mut scene = Scene::new();
    let before = scene.rows(&items(&[said(1, "Grace", 0)]));
    let edited = became(1, "Grace", |message| {
        message.body = "**new**".to_owned();
        message.edited = Some(Edited { revision: 1, at: at() });
        message.reactions = vec![Reaction { emoji: "👍".to_owned(), by: vec![person("Ada")] }];
    });
    let after = scene.rows(&items(&[edited]));
    let (before, after) = (row(&before), row(&after));
    assert!(Arc::ptr_eq(&before, &after), "it stays the same row");
    assert_eq!((after.body(), after.brief(99)), ("**new**".to_owned(), "new".to_owned()));
    assert_eq!(after.facts(|facts| facts.edited), Some(at()));
    let (ada, grace) = (person("Ada").id, person("Grace").id);
    assert!(after.facts(|facts| facts.has_reacted(ada, "👍") && !facts.has_reacted(grace, "👍")));
}

#[test]
fn of_a_deleted_message_its_place_stays() {
    let mut scene = Scene::new();
    scene.rows(&items(&[said(1, "Grace", 0), said(2, "Grace", 0)]));
    let deleted = became(1, "Grace", |message| message.delete(Deleted { by: person("Grace"), at: at() }));
    let rows = scene.rows(&items(&[deleted, said(2, "Grace", 0)]));
    assert_eq!(rows.iter().map(short).collect::<Vec<_>>(), ["day 0", "Grace: ", "2"]);
    assert_eq!(row(&rows).facts(|facts| facts.deleted.clone()), Some(person("Grace")));
}

#[test]
fn an_answer_shows_its_author_and_what_it_answers() {
    let mut scene = Scene::new();
    let quote = |excerpt: &str, deleted| Quote {
        target: target(1),
        author: person("Grace"),
        excerpt: excerpt.to_owned(),
        deleted,
    };
    let answer = became(2, "Ada", |message| {
        message.reply_to = Some(Box::new(quote("**Lunch** ||at the lake, and bring", false)));
    });
    let rows = scene.rows(&items(&[said(1, "Ada", 0), answer]));
    assert_eq!(rows.iter().map(short).collect::<Vec<_>>(), ["day 0", "Ada: 1", "Ada: 2"], "it breaks the group");
    let words = |rows: &[Row]| row(&rows[2..]).facts(|facts| facts.reply_to.clone()).expect("it is an answer");
    assert_eq!(words(&rows).words, "Lunch Spoiler", "without marks, and a spoiler that was cut is one");
    let answer = became(2, "Ada", |message| {
        message.reply_to = Some(Box::new(quote("", true)));
    });
    let rows = scene.rows(&items(&[said(1, "Ada", 0), answer]));
    assert!(words(&rows).deleted);
}

#[test]
fn what_happens_to_messages_is_not_news_and_takes_no_row_but_a_pin() {
    let mut scene = Scene::new();
    let by = person("Grace");
    let change = |seq, change| Entry { room: room(), seq: Seq::new(seq), change };
    let log = [
        said(1, "Ada", 0),
        change(2, Change::ReactionAdded { target: target(1), emoji: "👍".to_owned(), by: by.clone(), at: at() }),
        change(3, Change::MessagePinned { target: target(1), by, at: at() }),
        said(4, "Ada", 0),
        said(5, "Grace", 0),
    ];
    scene.view.divide(Some(divider(1, 1)));
    assert_eq!(scene.show(&items(&log)), ["day 0", "Ada: 1", "Grace pinned 1", "4", "1 new", "Grace: 5"]);
}

#[test]
fn reactions_do_not_push_messages_out_of_the_list() {
    let mut scene = Scene::new();
    let reaction = Change::ReactionAdded { target: target(1), emoji: "👍".to_owned(), by: person("Grace"), at: at() };
    let mut log = vec![said(1, "Grace", 0)];
    log.extend((2..=400).map(|seq| Entry { room: room(), seq: Seq::new(seq), change: reaction.clone() }));
    scene.view.saw(Seq::new(1));
    assert_eq!(scene.show(&items(&log)), ["day 0", "Grace: 1"]);
}

#[test]
fn the_text_that_is_changed_here_says_so() {
    let mut scene = Scene::new();
    let log = [said(1, "Ada", 0)];
    assert!(!row(&scene.rows(&items(&log))).is_editing());
    scene.view.editing = Some(target(1));
    assert!(row(&scene.rows(&items(&log))).is_editing());
}
