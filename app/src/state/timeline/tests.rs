//! Rows of a list.

use hubbub_client::{Deed, Unsent};
use hubbub_protocol::{AccountId, Entry, Gap, Message, MessageId, Nonce, RoomId};
use leptos::prelude::Owner;

use super::*;
use crate::state::tests::{FakePlatform, NOON};

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
        self.rows(items, Some(Functions::all())).iter().map(short).collect()
    }

    /// The list as Ada sees it, who may not have the later part yet.
    fn rows(&mut self, items: &[Item<'_>], later: Option<Functions>) -> Vec<Row> {
        let (me, rooms) = (person("Ada"), Rooms::new(&[]));
        self.view.rows(items, &Reader { me: &me, rooms: &rooms, clock: self.clock, later })
    }
}

fn short(row: &Row) -> String {
    match &row.kind {
        RowKind::Day(at) => format!("day {}", at.as_millis() / 86_400_000 - NOON / 86_400_000),
        RowKind::New { count } => format!("{count} new"),
        RowKind::Gap(gap) => format!("gap {}..{}", gap.after, gap.before),
        RowKind::Notice { came, went } => format!("came {} went {}", came.join(" "), went.join(" ")),
        RowKind::Message(message) if message.first_of_group() => format!("{}: {}", message.author.name, message.body),
        RowKind::Message(message) => message.body.clone(),
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
    let before = scene.rows(&pending, Some(Functions::all()));
    let entry = said(7, "Ada", 0);
    let acknowledged = [Item::Entry { entry: &entry, key: Key::Nonce(nonce(7)) }];
    let after = scene.rows(&acknowledged, Some(Functions::all()));
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

#[test]
fn a_text_is_read_again_once_somebody_it_names_is_known() {
    let mut scene = Scene::new();
    let log = [with_body(said(1, "Linus", 0), "@ada @grace"), said(2, "Grace", 1)];
    let mut row = |items: &[Item<'_>]| {
        scene.rows(items, Some(Functions::all()));
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
        scene.rows(&items(&log), later);
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
