//! Addresses of the workspace.

use hubbub_protocol::{Seq, Slug, path};

/// The address of the room that everybody finds.
pub const FIRST_ROOM: &str = "/rooms/general";

/// A page of the workspace: the browser goes from one to another without loading a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The list of rooms.
    Rooms,
    /// A room.
    Room(Slug),
}

impl Place {
    /// The place at this path of an address; none when the workspace is not there.
    pub fn at(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/rooms")?;
        match rest.strip_prefix('/') {
            Some("") => Some(Self::Rooms),
            Some(slug) => (!slug.contains('/')).then(|| Self::Room(decoded(slug))),
            None => rest.is_empty().then_some(Self::Rooms),
        }
    }

    /// The room, if it is one.
    pub fn room(self) -> Option<Slug> {
        match self {
            Self::Rooms => None,
            Self::Room(slug) => Some(slug),
        }
    }
}

/// The message that the query of an address names: `?message=7`.
pub fn named_message(query: &str) -> Option<Seq> {
    let digits = query.strip_prefix(path::MESSAGE_QUERY)?;
    digits.parse().ok().map(Seq::new)
}

/// What the percent signs of an address stand for.
fn decoded(part: &str) -> Slug {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, tail) = escaped(rest).unwrap_or((*first, tail));
        bytes.push(byte);
        rest = tail;
    }
    let Ok(slug) = String::from_utf8_lossy(&bytes).parse();
    slug
}

/// The byte that a percent sign and two digits stand for, and what follows them.
fn escaped(text: &[u8]) -> Option<(u8, &[u8])> {
    let [b'%', high, low, rest @ ..] = text else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    Some((byte, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, room: &str) {
        let Ok(slug) = room.parse();
        assert_eq!(Place::at(path), Some(Place::Room(slug)), "{path}");
    }

    #[test]
    fn a_room_has_an_address_in_any_script() {
        check("/rooms/rose-garden", "rose-garden");
        check("/rooms/%E8%8A%B1%E5%9B%AD", "花园");
        check("/rooms/花园", "花园");
    }

    #[test]
    fn a_broken_address_is_the_name_of_no_room() {
        check("/rooms/100%", "100%");
        check("/rooms/%zz%+4%4", "%zz%+4%4");
        check("/rooms/%ff", "\u{fffd}");
    }

    #[test]
    fn a_message_is_named_by_its_place() {
        assert_eq!(named_message("?message=7"), Some(Seq::new(7)));
        for query in ["", "?", "?message=", "?message=-1", "?message=7x", "?other=7"] {
            assert_eq!(named_message(query), None, "{query}");
        }
    }

    #[test]
    fn the_list_has_two_spellings_and_the_rest_is_elsewhere() {
        assert_eq!(Place::at("/rooms"), Some(Place::Rooms));
        assert_eq!(Place::at("/rooms/"), Some(Place::Rooms));
        for path in ["/", "/sign-in", "/roomsx", "/rooms/a/b", "rooms"] {
            assert_eq!(Place::at(path), None, "{path}");
        }
    }
}
