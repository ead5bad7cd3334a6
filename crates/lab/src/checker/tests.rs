//! The alarm must ring: each test breaks one promise on purpose and names what must be found.

use hubbub_protocol::{Account, AccountId, Change, Message, MessageId, Nonce, Timestamp};

use super::*;

fn nonce(number: u8) -> Nonce {
    Nonce::new(Timestamp::default(), [number; 10])
}

fn garden() -> RoomId {
    RoomId::new(Timestamp::default(), [100; 10])
}

fn body(number: u8) -> String {
    format!("message {number}")
}

/// The entry at `seq` with message `number` of Ada in it.
fn entry(seq: u64, number: u8) -> Entry {
    let author = Account { id: AccountId::new(Timestamp::default(), [1; 10]), name: "Ada".to_owned() };
    let id = MessageId::new(Timestamp::default(), [number; 10]);
    let message = Message::new(id, author, nonce(number), body(number), Timestamp::default());
    Entry { room: garden(), seq: Seq::new(seq), change: Change::MessageSent { message } }
}

/// A run in which nothing went wrong: Ada wrote three messages, Grace saw them.
struct Run {
    log: Vec<Entry>,
    ada: Vec<Told>,
    grace: Vec<Told>,
}

impl Run {
    fn sound() -> Self {
        let log = vec![entry(1, 1), entry(2, 2), entry(3, 3)];
        let ada = (1..=3).flat_map(|number| [wrote(number), acknowledged(number, u64::from(number))]).collect();
        let mut grace = vec![Told::Connected];
        grace.extend(log.iter().map(saw));
        grace.push(showed(&log));
        Self { log, ada, grace }
    }

    fn check(self) -> Verdict {
        let history = |device: &str, told| History { device: device.to_owned(), told };
        check(&[history("ada", self.ada), history("grace", self.grace)], &Logs::from([(garden(), self.log)]))
    }

    /// The invariants found broken, each once.
    fn broken(self) -> Vec<&'static str> {
        let mut found: Vec<_> = self.check().violations.iter().map(Violation::invariant).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn wrote(number: u8) -> Told {
    Told::Wrote { room: garden(), nonce: nonce(number), body: Fingerprint::of(&body(number)) }
}

fn acknowledged(number: u8, seq: u64) -> Told {
    Told::Acknowledged { room: garden(), nonce: nonce(number), seq: Seq::new(seq) }
}

fn saw(entry: &Entry) -> Told {
    let what = Fingerprint::of_change(&entry.change);
    Told::Observed { room: entry.room, seq: entry.seq, what, after_gap: false }
}

fn showed(entries: &[Entry]) -> Told {
    let content = |entry: &Entry| (entry.seq, Fingerprint::of_change(&entry.change));
    Told::Showed { room: garden(), entries: entries.iter().map(content).collect() }
}

#[test]
fn a_sound_run_passes_and_is_counted() {
    let verdict = Run::sound().check();
    assert_eq!(verdict.violations, []);
    assert_eq!((verdict.acknowledged, verdict.observed), (3, 3));
}

#[test]
fn a_retry_that_is_acknowledged_again_is_no_fault() {
    let mut run = Run::sound();
    run.ada.push(acknowledged(1, 1));
    assert_eq!(run.check().violations, []);
}

#[test]
fn an_acknowledged_message_that_is_lost_is_found() {
    let mut run = Run::sound();
    run.ada.extend([wrote(4), acknowledged(4, 4)]);
    let lost = Violation::Lost { room: garden(), nonce: nonce(4), seq: Seq::new(4) };
    assert_eq!(run.check().violations, [lost]);
}

#[test]
fn an_unacknowledged_message_may_be_lost() {
    let mut run = Run::sound();
    run.ada.push(wrote(4));
    assert_eq!(run.check().violations, []);
}

#[test]
fn a_message_acknowledged_at_another_place_is_found() {
    let mut run = Run::sound();
    run.ada.push(acknowledged(1, 2));
    assert_eq!(run.broken(), ["I1"]);
}

#[test]
fn a_message_stored_with_another_body_is_found() {
    let mut run = Run::sound();
    run.ada[0] = Told::Wrote { room: garden(), nonce: nonce(1), body: Fingerprint::of("something else") };
    let altered = Violation::Altered { room: garden(), nonce: nonce(1), what: "body" };
    assert_eq!(run.check().violations, [altered]);
}

#[test]
fn a_message_stored_twice_is_found() {
    let mut run = Run::sound();
    run.log.push(entry(4, 1));
    assert!(run.broken().contains(&"I2"));
}

#[test]
fn a_hole_is_found() {
    let mut run = Run::sound();
    run.log.push(entry(5, 5));
    let hole = Violation::Hole { room: garden(), expected: Seq::new(4), found: Seq::new(5) };
    assert!(run.check().violations.contains(&hole));
}

#[test]
fn a_log_that_does_not_begin_at_one_is_found() {
    let mut run = Run::sound();
    run.log.remove(0);
    assert!(run.broken().contains(&"I3"));
}

#[test]
fn two_observers_of_different_entries_are_found() {
    let mut run = Run::sound();
    run.ada.push(saw(&entry(2, 9)));
    assert_eq!(run.broken(), ["I4", "I6"]);
}

#[test]
fn entries_delivered_backwards_are_found() {
    let mut run = Run::sound();
    run.grace.swap(1, 2);
    assert!(run.broken().contains(&"I4"));
}

#[test]
fn a_repetition_is_no_fault() {
    let mut run = Run::sound();
    run.grace.insert(3, saw(&entry(1, 1)));
    assert_eq!(run.check().violations, []);
}

#[test]
fn the_same_entry_on_a_new_connection_is_no_fault() {
    let mut run = Run::sound();
    run.grace.extend([Told::Connected, saw(&entry(2, 2)), saw(&entry(3, 3))]);
    assert_eq!(run.check().violations, []);
}

#[test]
fn a_silent_gap_is_found_and_a_named_one_is_none() {
    let mut run = Run::sound();
    run.grace.remove(2);
    let gap =
        Violation::SilentGap { device: "grace".to_owned(), room: garden(), after: Seq::new(1), before: Seq::new(3) };
    assert_eq!(run.check().violations, [gap]);

    let mut run = Run::sound();
    run.grace.remove(2);
    let Told::Observed { after_gap, .. } = &mut run.grace[2] else { panic!("the third thing told is an entry") };
    *after_gap = true;
    assert_eq!(run.check().violations, []);
}

#[test]
fn messages_out_of_turn_are_found() {
    let mut run = Run::sound();
    run.ada.swap(0, 2);
    assert!(run.broken().contains(&"I5"));
}

#[test]
fn an_entry_that_is_not_in_the_log_is_found() {
    let mut run = Run::sound();
    run.grace.insert(4, saw(&entry(4, 4)));
    let phantom = Violation::Phantom { device: "grace".to_owned(), room: garden(), seq: Seq::new(4) };
    assert_eq!(run.check().violations, [phantom]);
}

#[test]
fn a_view_that_differs_from_the_log_is_found() {
    for view in [vec![entry(1, 1), entry(2, 2)], vec![entry(1, 1), entry(3, 3)], vec![entry(3, 2)], vec![]] {
        let mut run = Run::sound();
        run.grace.push(showed(&view));
        assert_eq!(run.broken(), ["I7"], "{view:?}");
    }
}

#[test]
fn a_view_of_the_newest_entries_alone_is_no_fault() {
    let mut run = Run::sound();
    run.grace.push(showed(&[entry(2, 2), entry(3, 3)]));
    assert_eq!(run.check().violations, []);
}
