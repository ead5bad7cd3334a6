//! Units of work: what is kept, what is undone, and who hears of it when.

use std::{
    collections::BTreeMap,
    iter,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use hubbub_chat::{
    Error,
    ports::{self, Former, Membership, NewMessage, Store},
};
use hubbub_protocol::{Account, AccountId, Nonce, RoomId, Seq};

use super::{
    Stage,
    stage::{block_on, member, message},
};

/// Before anybody else does.
pub fn a_unit_sees_its_own_changes<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let new = stage.message("hi");
    let seen = stage.write(move |tx| {
        let sent = tx.append_message(&ada, new.clone())?;
        let found = tx.as_reader().sent_before(ada.account.id, new.nonce)?;
        let Some(Former::Sent(found)) = found else { panic!("it was just sent: {found:?}") };
        assert_eq!(message(sent), found.message);
        Ok((tx.head(ada.room)?, tx.entries(ada.room, ports::LogRange::newest(50))?.len()))
    });
    assert_eq!(seen.expect("the unit is kept"), (Seq::new(1), 1));
}

/// Its reason reaches the one who asked.
pub fn an_undone_unit_leaves_nothing_and_no_hole<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    stage.say(&ada, "one");
    for _ in 0..3 {
        assert!(matches!(undone(&stage, &ada), Err(Error::NotFound)));
    }
    stage.say(&ada, "two");
    assert_eq!(stage.said(ada.room), ["one", "two"]);
    let all = stage.read(|reader| Ok(reader.account_by_name("linus")?));
    assert_eq!(all, None, "the account of the undone unit is gone too");
}

/// Says something, adds an account, and thinks better of it.
fn undone<S: Store>(stage: &Stage<S>, by: &Membership) -> hubbub_chat::Result<()> {
    let (by, new, (at, random)) = (by.clone(), stage.message("never"), stage.fresh());
    let linus = Account { id: AccountId::new(at, random), name: "Linus".to_owned() };
    stage.write(move |tx| {
        tx.append_message(&by, new.clone())?;
        tx.insert_account(&member(), &linus, "linus", at)?;
        Err(Error::NotFound)
    })
}

/// Also when they were handed over together and may share a commit.
#[expect(clippy::needless_collect, reason = "all of them must be handed over before the first one is waited for")]
pub fn an_undone_unit_leaves_the_others_alone<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let waiting: Vec<_> = (0..60)
        .map(|n| {
            let (by, new) = (ada.clone(), stage.message(&n.to_string()));
            let work = move |tx: &mut dyn ports::Transaction| {
                let entry = tx.append_message(&by, new.clone())?;
                if n % 3 == 1 { Err(Error::NameTaken) } else { Ok(entry.seq) }
            };
            ports::write(&*stage.store, work, |_| ())
        })
        .collect();
    let results: Vec<_> = waiting.into_iter().map(block_on).collect();
    let expected: Vec<_> = (0..60).filter(|n| n % 3 != 1).map(|n| n.to_string()).collect();
    assert_eq!(stage.said(ada.room), expected);
    let places: Vec<_> = results.iter().filter_map(|result| result.as_ref().ok()).map(|seq| seq.get()).collect();
    assert_eq!(places, (1..=40).collect::<Vec<_>>());
    assert!(results.iter().skip(1).step_by(3).all(|result| matches!(result, Err(Error::NameTaken))));
}

/// As one device writes its messages.
pub fn units_keep_the_order_of_handing_over<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let texts: Vec<_> = (0..200).map(|n| n.to_string()).collect();
    let waiting: Vec<_> = texts
        .iter()
        .map(|text| {
            let (by, new) = (ada.clone(), stage.message(text));
            ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?), |_| ())
        })
        .collect();
    // The last one first: the order must not come from the waiting.
    for unit in waiting.into_iter().rev() {
        block_on(unit).expect("it is kept");
    }
    assert_eq!(stage.said(ada.room), texts);
}

/// Also for writers that know nothing of each other.
pub fn committed_runs_in_commit_order<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let heard = Arc::new(Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let (by, new, heard) = (ada.clone(), stage.message("hi"), heard.clone());
                    let committed = move |seq: &Seq| heard.lock().expect("no test thread panics").push(seq.get());
                    let unit =
                        ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?.seq), committed);
                    block_on(unit).expect("it is kept");
                }
            });
        }
    });
    assert_eq!(*heard.lock().expect("no test thread panics"), (1..=100).collect::<Vec<_>>());
}

/// By anybody, from the moment on at which it is published.
pub fn what_is_committed_can_be_read<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let (publish, published) = mpsc::channel();
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            for seq in published {
                assert!(stage.head(ada.room) >= seq, "{seq} was published before it could be read");
            }
        });
        for n in 0..200 {
            let (by, new, publish) = (ada.clone(), stage.message(&n.to_string()), publish.clone());
            let committed = move |seq: &Seq| publish.send(*seq).expect("somebody listens");
            drop(ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?.seq), committed));
        }
        drop(publish);
        reader.join().expect("the reader sees everything");
    });
}

/// Even while somebody writes.
pub fn a_look_sees_one_state<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    stage.say(&ada, "before");
    let (inside, by) = (stage.clone(), ada.clone());
    let (before, after, entries) = stage.read(move |reader| {
        let before = reader.head(by.room)?;
        let entry = inside.say(&by, "meanwhile");
        assert_eq!(entry.seq, Seq::new(2));
        let entries = reader.entries(by.room, ports::LogRange::newest(50))?;
        Ok((before, reader.head(by.room)?, entries.len()))
    });
    assert_eq!((before, after, entries), (Seq::new(1), Seq::new(1), 1));
    assert_eq!(stage.said(ada.room), ["before", "meanwhile"]);
}

/// A disconnect never cancels a write.
pub fn a_unit_that_nobody_waits_for_is_kept<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let (by, new) = (ada.clone(), stage.message("one"));
    drop(ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?), |_| ()));
    // Units keep their order, so the first one is done when this one is.
    stage.say(&ada, "two");
    assert_eq!(stage.said(ada.room), ["one", "two"]);
}

/// Eight people write into three rooms at once.
#[expect(clippy::needless_collect, reason = "all of them must run before the first one is waited for")]
pub fn many_writers_leave_no_holes_and_no_doubles<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let rooms = ["General", "Garden", "Attic"].map(|name| stage.room(name));
    let sent: Vec<(RoomId, Seq, String)> = thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let (stage, rooms) = (&stage, &rooms);
                scope.spawn(move || {
                    let account = stage.account(&format!("Marvin {writer}"));
                    let memberships = rooms.each_ref().map(|room| stage.join(&account, room));
                    let say = |n: usize| {
                        let by = &memberships[(n + writer) % memberships.len()];
                        let body = format!("{writer}:{n}");
                        (by.room, stage.say(by, &body).seq, body)
                    };
                    (0..30).map(say).collect::<Vec<_>>()
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().expect("it can write")).collect()
    });
    for room in &rooms {
        let mut answered: Vec<_> = sent.iter().filter(|(sent_to, ..)| *sent_to == room.id).collect();
        answered.sort_by_key(|(_, seq, _)| *seq);
        let bodies: Vec<_> = answered.iter().map(|(.., body)| body.clone()).collect();
        assert_eq!(stage.said(room.id), bodies, "the log is what the authors were told");
        assert_eq!(bodies.len(), 80);
    }
}

/// Against a model: what was kept, in order, and nothing else.
pub fn any_mixture_of_units_keeps_the_log_whole<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.account("Ada");
    let members = ["General", "Garden"].map(|name| stage.join(&ada, &stage.room(name)));
    let mut model: BTreeMap<RoomId, Vec<String>> = members.iter().map(|by| (by.room, Vec::new())).collect();
    let mut kept: Vec<Nonce> = Vec::new();
    let mut waiting = Vec::new();
    for (n, dice) in dice().take(400).enumerate() {
        let by = members[dice % 2].clone();
        let undo = dice % 7 == 0;
        let retry = dice % 5 == 0 && !kept.is_empty();
        let nonce = if retry { kept[dice % kept.len()] } else { stage.nonce() };
        let new = NewMessage { nonce, ..stage.message(&n.to_string()) };
        if !undo && !retry {
            model.entry(by.room).or_default().push(new.body.clone());
            kept.push(nonce);
        }
        let work = move |tx: &mut dyn ports::Transaction| {
            if tx.sent_before(by.account.id, new.nonce)?.is_none() {
                tx.append_message(&by, new.clone())?;
            }
            if undo { Err(Error::NotFound) } else { Ok(()) }
        };
        waiting.push(ports::write(&*stage.store, work, |()| ()));
        if dice % 11 == 0 {
            for unit in waiting.drain(..) {
                drop(block_on(unit));
            }
        }
    }
    for unit in waiting {
        drop(block_on(unit));
    }
    for (room, expected) in model {
        assert!(expected.len() > 50, "the mixture must send something");
        assert_eq!(stage.said(room), expected);
    }
}

/// The same throws every time.
fn dice() -> impl Iterator<Item = usize> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).expect("24 bits fit")
    })
}

/// Whoever looks at what was committed can rely on it: that is decided before anybody hears of it.
pub fn a_unit_that_is_told_is_written_no_more<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    for _ in 0..20 {
        stage.say(&ada, "hi");
        assert!(!stage.store.is_writing());
    }
    assert!(matches!(undone(&stage, &ada), Err(Error::NotFound)));
    assert!(!stage.store.is_writing());
}
