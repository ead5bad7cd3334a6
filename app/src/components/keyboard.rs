//! The one table of keys.

use leptos::ev::KeyboardEvent;

/// Where the focus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Anywhere on the page.
    Page,
    /// On a row of the message list.
    Row,
    /// In the composer, or in the text of a message.
    Composer,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    PreviousRoom,
    NextRoom,
    PreviousUnreadRoom,
    NextUnreadRoom,
    NextRegion,
    PreviousRegion,
    ToLatest,
    PreviousRow,
    NextRow,
    FirstRow,
    LastRow,
    IntoRow,
    OutOfRow,
    Actions,
    React,
    Reply,
    EditRow,
    CopyLink,
    MarkUnread,
    Send,
    EditLast,
    Leave,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum With {
    Nothing,
    Shift,
    Alt,
    AltShift,
    Control,
    ControlShift,
}

const KEYS: [(Place, With, &str, Action); 28] = [
    (Place::Page, With::Alt, "ArrowUp", Action::PreviousRoom),
    (Place::Page, With::Alt, "ArrowDown", Action::NextRoom),
    (Place::Page, With::AltShift, "ArrowUp", Action::PreviousUnreadRoom),
    (Place::Page, With::AltShift, "ArrowDown", Action::NextUnreadRoom),
    (Place::Page, With::Nothing, "F6", Action::NextRegion),
    (Place::Page, With::Shift, "F6", Action::PreviousRegion),
    // Some browsers keep F6 for themselves.
    (Place::Page, With::Control, "F6", Action::NextRegion),
    (Place::Page, With::ControlShift, "F6", Action::PreviousRegion),
    (Place::Page, With::Nothing, "Escape", Action::ToLatest),
    (Place::Row, With::Nothing, "ArrowUp", Action::PreviousRow),
    (Place::Row, With::Nothing, "ArrowDown", Action::NextRow),
    (Place::Row, With::Nothing, "Home", Action::FirstRow),
    (Place::Row, With::Nothing, "End", Action::LastRow),
    (Place::Row, With::Nothing, "ArrowRight", Action::IntoRow),
    (Place::Row, With::Nothing, "ArrowLeft", Action::OutOfRow),
    (Place::Row, With::Nothing, "Enter", Action::Actions),
    (Place::Row, With::Nothing, "ContextMenu", Action::Actions),
    (Place::Row, With::Shift, "F10", Action::Actions),
    (Place::Row, With::Nothing, "+", Action::React),
    // Where the plus is on the upper half of its key.
    (Place::Row, With::Shift, "+", Action::React),
    (Place::Row, With::Nothing, "r", Action::Reply),
    (Place::Row, With::Nothing, "e", Action::EditRow),
    (Place::Row, With::Nothing, "c", Action::CopyLink),
    (Place::Row, With::Nothing, "u", Action::MarkUnread),
    (Place::Composer, With::Nothing, "Enter", Action::Send),
    (Place::Composer, With::Control, "Enter", Action::Send),
    (Place::Composer, With::Nothing, "ArrowUp", Action::EditLast),
    (Place::Composer, With::Nothing, "Escape", Action::Leave),
];

/// What the key that was pressed does there. Nothing while an input method composes: the keys are its own then.
pub(crate) fn action(place: Place, event: &KeyboardEvent) -> Option<Action> {
    let composing = event.is_composing() || event.key_code() == 229;
    let control = event.ctrl_key() || event.meta_key();
    if composing { None } else { look_up(place, event.alt_key(), control, event.shift_key(), &event.key()) }
}

fn look_up(place: Place, alt: bool, control: bool, shift: bool, key: &str) -> Option<Action> {
    let with = match (alt, control, shift) {
        (false, false, false) => With::Nothing,
        (false, false, true) => With::Shift,
        (true, false, false) => With::Alt,
        (true, false, true) => With::AltShift,
        (false, true, false) => With::Control,
        (false, true, true) => With::ControlShift,
        (true, true, _) => return None,
    };
    KEYS.iter().find(|row| (row.0, row.1, row.2) == (place, with, key)).map(|row| row.3)
}

/// Whether the key writes a character.
pub(crate) fn writes(event: &KeyboardEvent) -> bool {
    let key = event.key();
    let mut characters = key.chars();
    let one = characters.next().is_some_and(|first| !first.is_whitespace()) && characters.next().is_none();
    one && !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !event.is_composing()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_something_in_their_place_only() {
        assert_eq!(look_up(Place::Composer, false, false, false, "Enter"), Some(Action::Send));
        assert_eq!(look_up(Place::Composer, false, false, true, "Enter"), None);
        assert_eq!(look_up(Place::Page, false, false, false, "Enter"), None);
        assert_eq!(look_up(Place::Page, true, false, false, "ArrowUp"), Some(Action::PreviousRoom));
        assert_eq!(look_up(Place::Page, true, false, true, "ArrowUp"), Some(Action::PreviousUnreadRoom));
        assert_eq!(look_up(Place::Page, true, true, false, "ArrowUp"), None);
    }

    #[test]
    fn no_key_means_two_things() {
        for (index, (place, with, key, _)) in KEYS.iter().enumerate() {
            let same = KEYS.iter().skip(index + 1).any(|other| (other.0, other.1, other.2) == (*place, *with, *key));
            assert!(!same, "{place:?} {with:?} {key}");
        }
    }
}
