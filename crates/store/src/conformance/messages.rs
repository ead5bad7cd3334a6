//! What people do with messages after they were sent.

use hubbub_chat::ports::{Former, Links, LogRange, Membership, NewMessage, Store};
use hubbub_protocol::{
    Change, Entry, Seq,
    message::{Deleted, Edited, ForwardedFrom, InThread, Pinned},
};

use super::{
    Stage,
    stage::{message, target},
};

/// With the time of its entry, and more than once.
pub fn an_edit_is_in_the_log_and_in_the_message<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    let first = stage.edit(&ada, &hi, "hi there");
    let Change::MessageEdited { at, .. } = first.change else { panic!("{first:?} is an edit") };
    let change = Change::MessageEdited { target: target(&hi), body: "hi there".to_owned(), revision: 1, at };
    assert_eq!(first, Entry { room: ada.room, seq: Seq::new(2), change });
    assert_eq!(stage.now(&hi).edited, Some(Edited { revision: 1, at }));
    let second = stage.edit(&ada, &hi, "hello");
    let now = stage.now(&hi);
    assert_eq!((now.body.as_str(), now.edited.map(|edited| edited.revision)), ("hello", Some(2)));
    assert_eq!(stage.log(ada.room)[1..], [first, second], "each edit keeps its own text");
}

/// In order, each with the time since when it was the text.
pub fn every_text_is_kept_until_the_message_is_deleted<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    assert_eq!(stage.texts(&hi), [(0, "hi".to_owned())]);
    stage.edit(&ada, &hi, "hello");
    stage.edit(&ada, &hi, "hi");
    let texts = [(0, "hi".to_owned()), (1, "hello".to_owned()), (2, "hi".to_owned())];
    assert_eq!(stage.texts(&hi), texts);
    let (room, seq) = (hi.room, hi.seq);
    let times: Vec<_> = stage.read(move |reader| Ok(reader.versions(room, seq)?)).iter().map(|it| it.at).collect();
    assert_eq!(times[0], message(hi.clone()).sent_at);
    assert_eq!(Some(times[2]), stage.now(&hi).edited.map(|edited| edited.at));
    assert!(times.is_sorted());
    stage.delete(&ada, &hi);
    assert!(stage.texts(&hi).is_empty());
}

/// However often the message was edited since; and an edit is found by its nonce, also a former one.
pub fn a_retry_finds_the_text_that_was_sent<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    let (author, nonce) = (ada.account.id, message(hi.clone()).nonce);
    let nonces = [stage.nonce(), stage.nonce(), stage.nonce()];
    let edited = |nonce| stage.read(move |reader| Ok(reader.edited_before(hi.room, hi.seq, nonce)?));
    stage.edit_with(&ada, &hi, nonces[0], "hello");
    stage.edit_with(&ada, &hi, nonces[1], "good morning");
    let sent = stage.sent_before(author, nonce).expect("it was sent");
    assert_eq!((sent.message.body.as_str(), sent.message.sent_at), ("hi", message(hi.clone()).sent_at));
    assert_eq!(nonces.map(edited), [true, true, false]);
    assert!(!edited(nonce), "the nonce of the send is no edit");
}

/// Neither in the message, nor in its versions, nor in any entry, nor in the answers to it.
pub fn a_deleted_message_leaves_no_text_anywhere<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let secret = stage.say(&ada, "the secret plan");
    stage.edit(&ada, &secret, "the secret garden");
    stage.edit(&ada, &secret, "the secret");
    stage.react(&ada, &secret, "👍");
    stage.pin(&ada, &secret);
    let answer = stage.say_with(&ada, "which one?", Links { reply_to: Some(secret.seq), ..Links::default() });
    let deleted = stage.delete(&ada, &secret);
    let Change::MessageDeleted { at, ref by, root: None, .. } = deleted.change else { panic!("{deleted:?}") };
    let now = stage.now(&secret);
    assert_eq!(now.deleted, Some(Deleted { by: by.clone(), at }));
    assert_eq!((now.body.as_str(), now.edited, now.reactions.len(), now.pinned), ("", None, 0, None));
    let quote = stage.now(&answer).reply_to.expect("it still answers");
    assert!(quote.deleted && quote.excerpt.is_empty(), "{quote:?}");
    let (account, nonce) = (ada.account.id, now.nonce);
    let everything = format!("{:?} {:?}", stage.log(ada.room), stage.sent_before(account, nonce));
    assert!(!everything.contains("secret"), "{everything}");
    assert!(stage.read(move |reader| Ok(reader.pins(ada.room)?)).is_empty());
}

/// The tombstone answers for it, for ever.
pub fn a_deleted_message_keeps_its_nonce_and_its_place<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    stage.delete(&ada, &hi);
    let nonce = message(hi.clone()).nonce;
    let sent = stage.sent_before(ada.account.id, nonce).expect("it was sent");
    assert_eq!((sent.seq, sent.message.id), (hi.seq, target(&hi).message));
    assert!(sent.message.deleted.is_some());
    stage.send(&ada, NewMessage { nonce, ..stage.message("hi") }).expect_err("the nonce is used up");
    assert_eq!(stage.log(ada.room).len(), 2);
}

/// By its author alone.
pub fn a_cancelled_nonce_is_used_up<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.member("Ada", "General"), stage.member("Grace", "Garden"));
    let (nonce, author) = (stage.nonce(), ada.account.id);
    let cancel = || stage.write(move |tx| Ok(tx.cancel_send(author, nonce)?));
    cancel().expect("nothing was sent with it");
    let former = |author| stage.read(move |reader| Ok(reader.sent_before(author, nonce)?));
    assert_eq!(former(author), Some(Former::Cancelled));
    assert_eq!(former(grace.account.id), None);
    cancel().expect_err("it is used up already");
    stage.send(&grace, NewMessage { nonce, ..stage.message("mine") }).expect("it is hers");
}

/// However often it is added, and by each person and with each emoji.
pub fn a_reaction_is_there_once<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    let grace =
        stage.join(&stage.account("Grace"), &stage.read(move |reader| Ok(reader.room(ada.room)?)).expect("it is"));
    let added = stage.react(&grace, &hi, "👍").expect("it is new");
    let Change::ReactionAdded { at, .. } = added.change else { panic!("{added:?}") };
    let (emoji, by) = ("👍".to_owned(), grace.account.clone());
    assert_eq!(added.change, Change::ReactionAdded { target: target(&hi), emoji, by, at });
    assert_eq!(stage.react(&grace, &hi, "👍"), None);
    assert!(stage.react(&ada, &hi, "👍").is_some() && stage.react(&ada, &hi, "🎉").is_some());
    assert_eq!(shown(&stage, &hi), ["👍 Grace Ada", "🎉 Ada"]);
    assert!(stage.unreact(&grace, &hi, "👍").is_some());
    assert_eq!(stage.unreact(&grace, &hi, "👍"), None);
    assert_eq!(stage.unreact(&grace, &hi, "🎉"), None, "it is not hers");
    assert_eq!(shown(&stage, &hi), ["👍 Ada", "🎉 Ada"]);
    assert_eq!(stage.head(hi.room), Seq::new(5), "what changes nothing is no entry");
}

/// Also when the one who brought it takes it back; one that was gone comes back at the end.
pub fn emoji_keep_the_order_in_which_they_came<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    let grace =
        stage.join(&stage.account("Grace"), &stage.read(move |reader| Ok(reader.room(ada.room)?)).expect("it is"));
    for (by, emoji) in [(&ada, "👍"), (&ada, "🎉"), (&grace, "👍")] {
        stage.react(by, &hi, emoji);
    }
    stage.unreact(&ada, &hi, "👍");
    assert_eq!(shown(&stage, &hi), ["👍 Grace", "🎉 Ada"]);
    stage.react(&ada, &hi, "👍");
    assert_eq!(shown(&stage, &hi), ["👍 Grace Ada", "🎉 Ada"]);
    stage.unreact(&ada, &hi, "🎉");
    stage.unreact(&grace, &hi, "👍");
    stage.unreact(&ada, &hi, "👍");
    stage.react(&grace, &hi, "🎉");
    stage.react(&grace, &hi, "👍");
    assert_eq!(shown(&stage, &hi), ["🎉 Grace", "👍 Grace"]);
}

/// As it was when it was sent, and as later edits leave it.
pub fn an_answer_tells_how_the_other_message_stands<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    let answer = stage.say_with(&ada, "hi yourself", Links { reply_to: Some(hi.seq), ..Links::default() });
    let quote = message(answer.clone()).reply_to.expect("it answers");
    assert_eq!((quote.target, quote.author, quote.excerpt.as_str()), (target(&hi), ada.account.clone(), "hi"));
    stage.edit(&ada, &hi, &"hello ".repeat(1_000));
    let excerpt = stage.now(&answer).reply_to.expect("it answers").excerpt;
    assert!(excerpt.starts_with("hello hello") && excerpt.len() < 200, "{excerpt}");
    let nonce = message(answer).nonce;
    let links = stage.sent_before(ada.account.id, nonce).expect("it was sent").links;
    assert_eq!(links, Links { reply_to: Some(hi.seq), ..Links::default() });
}

/// How many replies there are, and which was the last one.
pub fn a_root_tells_of_its_thread<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, root) = said(open);
    let reply = |body: &str, also_in_room| {
        stage.say_with(&ada, body, Links { thread: Some(root.seq), also_in_room, ..Links::default() })
    };
    let (one, two) = (reply("one", false), reply("two", true));
    let thread = |entry: &Entry| message(entry.clone()).thread.map(|thread| *thread);
    assert_eq!(thread(&one), Some(InThread { root: target(&root), also_in_room: false }));
    assert_eq!(thread(&two), Some(InThread { root: target(&root), also_in_room: true }));
    let summary = || stage.now(&root).replies.map(|replies| (replies.count, replies.last, replies.by.name));
    assert_eq!(summary(), Some((2, two.seq, "Ada".to_owned())));
    let deleted = stage.delete(&ada, &two);
    assert!(
        matches!(deleted.change, Change::MessageDeleted { root: Some(it), .. } if it == target(&root)),
        "{deleted:?}"
    );
    assert_eq!(summary(), Some((1, two.seq, "Ada".to_owned())));
    assert!(stage.now(&two).thread.is_some(), "a deleted reply stays in its thread");
    stage.delete(&ada, &one);
    assert_eq!(summary(), None);
    let three = reply("three", false);
    stage.delete(&ada, &root);
    assert_eq!(summary(), Some((1, three.seq, "Ada".to_owned())), "a thread outlives its root");
}

/// Of its replies alone, wherever they stand in the log.
pub fn a_thread_has_pages_of_its_own<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, root) = said(open);
    let other = stage.say(&ada, "another root");
    for n in 0..9 {
        let thread = Some(if n % 3 == 0 { other.seq } else { root.seq });
        stage.say_with(&ada, &n.to_string(), Links { thread, ..Links::default() });
        stage.say(&ada, "between");
    }
    let said = |range| {
        let replies = stage.read(move |reader| Ok(reader.replies(root.room, root.seq, range)?));
        replies.into_iter().map(|entry| message(entry).body).collect::<Vec<_>>()
    };
    let last = stage.head(root.room);
    assert_eq!(said(LogRange::newest(3)), ["5", "7", "8"]);
    assert_eq!(said(LogRange::after(root.seq, 2)), ["1", "2"]);
    assert_eq!(said(LogRange { after: Seq::ZERO, before: Some(last.previous()), limit: 9, newest: true }).len(), 5);
    let nowhere = stage.read(move |reader| Ok(reader.replies(root.room, last.next(), LogRange::newest(9))?));
    assert!(nowhere.is_empty());
}

/// Also from another room, and after the source was deleted.
pub fn a_forwarded_message_names_its_source<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    let garden = stage.join(&ada.account, &stage.room("Garden"));
    let forwarded_from = Some((hi.room, hi.seq));
    let copy = stage.say_with(&garden, "hi", Links { forwarded_from, ..Links::default() });
    let from = ForwardedFrom { room: hi.room, target: target(&hi), author: ada.account.clone() };
    assert_eq!(message(copy.clone()).forwarded_from.as_deref(), Some(&from));
    stage.delete(&ada, &hi);
    let now = stage.now(&copy);
    assert_eq!((now.body.as_str(), now.forwarded_from.as_deref()), ("hi", Some(&from)));
    let links = stage.sent_before(ada.account.id, now.nonce).expect("it was sent").links;
    assert_eq!(links.forwarded_from, forwarded_from);
}

/// Each once, and a deleted message is pinned no more.
pub fn pins_are_listed_in_the_order_of_pinning<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let (room, elsewhere) = (ada.room, stage.join(&ada.account, &stage.room("Garden")));
    let [one, two, three] = ["one", "two", "three"].map(|body| stage.say(&ada, body));
    let far = stage.say(&elsewhere, "far");
    for (by, entry) in [(&ada, &three), (&ada, &one), (&elsewhere, &far), (&ada, &two)] {
        stage.pin(by, entry).expect("it was not pinned");
    }
    assert_eq!(stage.pin(&ada, &one), None);
    let pins = || stage.read(move |reader| Ok(reader.pins(room)?));
    assert_eq!(pins(), [target(&three), target(&one), target(&two)]);
    let pinned = stage.read(move |reader| Ok(reader.pinned(room)?));
    assert_eq!(pinned.iter().map(target).collect::<Vec<_>>(), [target(&one), target(&two), target(&three)]);
    let pinned_by = |entry: &Entry| stage.now(entry).pinned.map(|pinned| pinned.by);
    assert_eq!(pinned_by(&one), Some(ada.account.clone()));
    stage.unpin(&ada, &three).expect("it was pinned");
    assert_eq!(stage.unpin(&ada, &three), None);
    stage.delete(&ada, &one);
    assert_eq!(pins(), [target(&two)]);
    let Some(Pinned { by, .. }) = stage.now(&two).pinned.map(|pinned| *pinned) else { panic!("it is pinned") };
    assert_eq!(by, ada.account);
}

/// Whatever stands there instead.
pub fn a_place_without_a_message_has_none<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    let edit = stage.edit(&ada, &hi, "hello");
    for seq in [Seq::ZERO, edit.seq, Seq::new(99), Seq::new(u64::MAX)] {
        let (entry, versions) =
            stage.read(move |reader| Ok((reader.message(hi.room, seq)?, reader.versions(hi.room, seq)?)));
        assert_eq!((entry, versions.len()), (None, 0));
    }
}

/// Each entry as it was when it happened, if no text was deleted since.
pub fn what_was_done_stands_in_the_log_for_ever<S: Store>(open: impl FnOnce() -> S) {
    let (stage, ada, hi) = said(open);
    let done = [
        stage.edit(&ada, &hi, "hello"),
        stage.react(&ada, &hi, "👍").expect("it is new"),
        stage.pin(&ada, &hi).expect("it is new"),
        stage.unreact(&ada, &hi, "👍").expect("it was there"),
        stage.unpin(&ada, &hi).expect("it was there"),
        stage.react(&ada, &hi, "🎉").expect("it is new"),
    ];
    assert_eq!(stage.log(ada.room)[1..], done);
    let deleted = stage.delete(&ada, &hi);
    let log = stage.log(ada.room);
    assert_eq!(log[2..7], done[1..], "who did what is known, though nothing is left of it");
    assert_eq!(log[7], deleted);
    assert!(matches!(&log[1].change, Change::MessageEdited { body, .. } if body.is_empty()));
}

/// Ada has said "hi".
fn said<S: Store>(open: impl FnOnce() -> S) -> (Stage<S>, Membership, Entry) {
    let stage = Stage::new(open);
    let ada = stage.member("Ada", "General");
    let hi = stage.say(&ada, "hi");
    (stage, ada, hi)
}

/// The reactions on a message, as a line for each emoji.
fn shown<S: Store>(stage: &Stage<S>, entry: &Entry) -> Vec<String> {
    let names = |reaction: &hubbub_protocol::Reaction| {
        let names = reaction.by.iter().map(|account| account.name.as_str());
        [reaction.emoji.as_str()].into_iter().chain(names).collect::<Vec<_>>().join(" ")
    };
    stage.now(entry).reactions.iter().map(names).collect()
}
