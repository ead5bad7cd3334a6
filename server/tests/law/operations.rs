//! What somebody does next, whatever the state of the room is.

use proptest::{prelude::*, sample::Index};

/// Something that one of the people does, most of it to a message that may be anything.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    /// Which of the people.
    pub(crate) who: Index,
    /// Whether it is done by whoever may, where not everybody may.
    pub(crate) by_author: bool,
    /// To which message.
    pub(crate) which: Index,
    pub(crate) what: What,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum What {
    Say,
    Answer,
    SayInThread {
        also_in_room: bool,
    },
    Forward,
    Edit,
    Delete,
    Cancel,
    React {
        emoji: &'static str,
    },
    /// Of the reactions that there ever were, by whose it was.
    Unreact,
    Pin,
    /// Of the messages that ever were pinned.
    Unpin,
}

pub(crate) fn operations() -> impl Strategy<Value = Operation> {
    let emoji = prop::sample::select(vec!["👍", "🎉", "❤\u{FE0F}"]);
    let what = prop_oneof![
        4 => Just(What::Say),
        2 => Just(What::Answer),
        4 => any::<bool>().prop_map(|also_in_room| What::SayInThread { also_in_room }),
        1 => Just(What::Forward),
        4 => Just(What::Edit),
        5 => Just(What::Delete),
        1 => Just(What::Cancel),
        4 => emoji.prop_map(|emoji| What::React { emoji }),
        3 => Just(What::Unreact),
        3 => Just(What::Pin),
        3 => Just(What::Unpin),
    ];
    let operation = (any::<Index>(), prop::bool::weighted(0.8), any::<Index>(), what);
    operation.prop_map(|(who, by_author, which, what)| Operation { who, by_author, which, what })
}
