//! Addresses under which the server answers.

use crate::{LogQuery, RoomId, Seq, SessionId, Slug};

/// The WebSocket.
pub const WS: &str = "/ws";
/// `POST`: sign in. `GET`: the caller's sessions. `DELETE`: sign out.
pub const SESSIONS: &str = "/api/v1/sessions";
/// `DELETE`: end one of the caller's sessions; the pattern of [`session_of`].
pub const SESSION_OF: &str = "/api/v1/sessions/{session}";
/// `GET`: who is signed in.
pub const SESSION: &str = "/api/v1/session";
/// `GET`: the people whose names have something in them; the path of [`people`].
pub const PEOPLE: &str = "/api/v1/people";
/// `GET`: the open rooms and the caller's own, and whether the caller is in them.
pub const ROOMS: &str = "/api/v1/rooms";
/// `GET`: a page of a room log; the pattern of [`room_log`].
pub const ROOM_LOG: &str = "/api/v1/rooms/{room}/log";
/// `GET`: a message with its history; the pattern of [`message`].
pub const MESSAGE: &str = "/api/v1/rooms/{room}/messages/{seq}";
/// `GET`: the replies of a thread; the pattern of [`thread`].
pub const THREAD: &str = "/api/v1/rooms/{room}/threads/{root}";
/// `GET`: what is pinned to a room; the pattern of [`pins`].
pub const PINS: &str = "/api/v1/rooms/{room}/pins";
/// `GET`: whether the server can take requests.
pub const HEALTH: &str = "/healthz";
/// `POST`: sign in with a plain form, for pages without scripts.
pub const SIGN_IN_FORM: &str = "/sign-in";
/// The same for somebody who has a password, where a name would be enough.
pub const SIGN_IN_WITH_PASSWORD: &str = "/sign-in?with=password";
/// `POST`: sign out with a plain form.
pub const SIGN_OUT_FORM: &str = "/sign-out";
/// `POST`: become the first owner; the pattern of [`with_secret`].
pub const SET_UP_FORM: &str = "/set-up/{secret}";
/// `POST`: come by an invitation; the pattern of [`with_secret`].
pub const JOIN_FORM: &str = "/join/{secret}";
/// `POST`: choose a new password; the pattern of [`with_secret`].
pub const NEW_PASSWORD_FORM: &str = "/new-password/{secret}";

/// The page of one's own account.
pub const ACCOUNT_SETTINGS: &str = "/settings/account";
/// `POST`: change one's password.
pub const CHANGE_PASSWORD_FORM: &str = "/settings/account/password";
/// `POST`: end one of one's sessions.
pub const END_SESSION_FORM: &str = "/settings/account/sign-out";
/// The page of everybody, for those who look after them.
pub const PEOPLE_SETTINGS: &str = "/settings/people";
/// `POST`: make an invitation.
pub const INVITE_FORM: &str = "/settings/people/invite";
/// `POST`: take an invitation back.
pub const REVOKE_FORM: &str = "/settings/people/revoke";
/// `POST`: make a link for a new password.
pub const RESET_FORM: &str = "/settings/people/password";
/// `POST`: make somebody something else.
pub const ROLE_FORM: &str = "/settings/people/role";
/// `POST`: keep somebody out, or let them in again.
pub const ACTIVE_FORM: &str = "/settings/people/active";
/// `POST`: end all sessions of somebody.
pub const END_SESSIONS_FORM: &str = "/settings/people/sign-out";

/// Where one of the caller's sessions is ended.
pub fn session_of(session: SessionId) -> String {
    filled(SESSION_OF, &[&session.to_string()])
}

/// Where the link with this secret leads.
pub fn with_secret(pattern: &str, secret: &str) -> String {
    filled(pattern, &[secret])
}

/// Where a page of the room log is fetched.
pub fn room_log(room: RoomId, query: LogQuery) -> String {
    with_query(filled(ROOM_LOG, &[&room.to_string()]), query)
}

/// Where a message is fetched with its history.
pub fn message(room: RoomId, seq: Seq) -> String {
    filled(MESSAGE, &[&room.to_string(), &seq.to_string()])
}

/// Where a page of the replies of a thread is fetched, with its root before them.
pub fn thread(room: RoomId, began: Seq, query: LogQuery) -> String {
    with_query(filled(THREAD, &[&room.to_string(), &began.to_string()]), query)
}

/// Where the messages that are pinned to a room are fetched.
pub fn pins(room: RoomId) -> String {
    filled(PINS, &[&room.to_string()])
}

/// Where the people are found whose names have this in them.
pub fn people(name: &str) -> String {
    let mut address = PEOPLE.to_owned() + "?name=";
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() {
            address.push(char::from(byte));
        } else {
            address.push('%');
            address.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
        }
    }
    address
}

/// The pattern with values in place of the names in it, in order.
fn filled(pattern: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    // Every other piece is a name.
    let piece = |(at, piece)| if at % 2 == 0 { piece } else { values.next().copied().unwrap_or_default() };
    pattern.split(['{', '}']).enumerate().map(piece).collect()
}

fn with_query(mut address: String, query: LogQuery) -> String {
    let fields = [
        ("before", query.before.map(Seq::get)),
        ("after", query.after.map(Seq::get)),
        ("limit", query.limit.map(u64::from)),
    ];
    let mut sign = "?";
    for (name, value) in fields {
        if let Some(value) = value {
            address.extend([sign, name, "=", &value.to_string()]);
            sign = "&";
        }
    }
    address
}

/// Where people see a room.
pub fn room_page(slug: &Slug) -> String {
    format!("/rooms/{slug}")
}

/// Where people see a message among the others of its room.
pub fn message_page(slug: &Slug, seq: Seq) -> String {
    [&room_page(slug), MESSAGE_QUERY, &seq.to_string()].concat()
}

/// What stands between the address of a room and the place of a message in it.
pub const MESSAGE_QUERY: &str = "?message=";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn a_log_page_is_asked_for_by_position() {
        let room = RoomId::new(Timestamp::default(), [1; 10]);
        assert_eq!(room_log(room, LogQuery::default()), format!("/api/v1/rooms/{room}/log"));
        let query = LogQuery { before: Some(Seq::new(9)), after: Some(Seq::new(4)), limit: Some(2) };
        assert_eq!(room_log(room, query), format!("/api/v1/rooms/{room}/log?before=9&after=4&limit=2"));
        assert_eq!(message(room, Seq::new(9)), format!("/api/v1/rooms/{room}/messages/9"));
        assert_eq!(
            thread(room, Seq::new(9), query),
            format!("/api/v1/rooms/{room}/threads/9?before=9&after=4&limit=2")
        );
        assert_eq!(pins(room), format!("/api/v1/rooms/{room}/pins"));
    }

    #[test]
    fn a_name_may_hold_anything() {
        assert_eq!(people("Ada L."), "/api/v1/people?name=Ada%20L%2E");
        assert_eq!(people("张&"), "/api/v1/people?name=%E5%BC%A0%26");
        assert_eq!(people(""), "/api/v1/people?name=");
    }
}
