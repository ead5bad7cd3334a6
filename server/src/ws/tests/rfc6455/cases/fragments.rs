//! Group 5: messages in several frames, and control frames between those.

use crate::ws::tests::rfc6455::case::{Case, Cut, Frame, Heard, PROTOCOL, Step};

/// The three ways in which most of these are sent.
const CUTS: [Cut; 3] = [Cut::Together, Cut::ByFrame, Cut::Every(1)];

pub(crate) fn all() -> Vec<Case> {
    let mut cases = vec![
        refused("a ping in two fragments", [Frame::ping("one").unfinished(), Frame::continuation("two")]),
        refused("a pong in two fragments", [Frame::pong("one").unfinished(), Frame::continuation("two")]),
    ];
    cases.extend(CUTS.map(|cut| in_two().cut(cut)));
    cases.extend(CUTS.map(|cut| around_a_ping().cut(cut)));
    cases.extend(CUTS.map(|cut| refused("a last fragment of nothing", of_nothing(false)).cut(cut)));
    cases.extend(CUTS.map(|cut| refused("a fragment of nothing", of_nothing(true)).cut(cut)));
    cases.extend([
        after_a_message(),
        refused("fragments of nothing between fragments", twice(Frame::continuation("one").unfinished())),
        refused("last fragments of nothing between fragments", twice(Frame::continuation("one"))),
        refused("a message inside a message", [Frame::text("one").unfinished(), Frame::text("two")]),
        answered_before_the_end(Cut::Together),
        answered_before_the_end(Cut::ByFrame),
    ]);
    cases
}

fn refused(what: &str, frames: impl Into<Vec<Frame>>) -> Case {
    Case::new(what, frames).closed_with([PROTOCOL])
}

fn in_two() -> Case {
    Case::new("a text in two fragments", [Frame::text("one").unfinished(), Frame::continuation("two")])
        .hears([Heard::Text("onetwo".into())])
}

fn around_a_ping() -> Case {
    let frames = [Frame::text("one").unfinished(), Frame::ping("meanwhile"), Frame::continuation("two")];
    Case::new("a ping between two fragments", frames)
        .hears([Heard::Pong("meanwhile".into()), Heard::Text("onetwo".into())])
}

fn of_nothing(is_unfinished: bool) -> [Frame; 2] {
    let fragment = Frame::continuation("of nothing");
    [if is_unfinished { fragment.unfinished() } else { fragment }, Frame::text("Good morning")]
}

fn after_a_message() -> Case {
    let good = [Frame::text("one").unfinished(), Frame::continuation("two")];
    let bad = [Frame::continuation("three").unfinished(), Frame::text("four")];
    refused("a fragment of nothing after a message in two", [good, bad].concat())
        .hears([Heard::Text("onetwo".into())])
        .or_hears([])
}

fn twice(of_nothing: Frame) -> Vec<Frame> {
    let frames = [of_nothing, Frame::text("two").unfinished(), Frame::continuation("three")];
    [frames.clone(), frames].concat()
}

/// The first ping has to be answered while the message is not whole.
fn answered_before_the_end(cut: Cut) -> Case {
    let more = |text: &'static str| Frame::continuation(text).unfinished();
    let first = [Frame::text("one").unfinished(), more("two"), Frame::ping("first")];
    let second = vec![more("three"), more("four"), Frame::ping("second"), Frame::continuation("five")];
    Case::new("two pings between five fragments, the first answered at once", first)
        .then(Step::Hear)
        .then(Step::Send(second, cut))
        .cut(cut)
        .hears([Heard::Pong("first".into()), Heard::Pong("second".into()), Heard::Text("onetwothreefourfive".into())])
}
