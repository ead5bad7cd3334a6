//! What the server writes for a text.

mod allowed;
mod corpus;
mod hostile;

use hubbub_markup::Directory;
use hubbub_protocol::{Account, AccountId, Room, RoomId, Slug, Timestamp, limits};

use super::*;
use crate::later::Functions;

/// Ada, whose page it is.
fn me() -> AccountId {
    AccountId::from_bytes([1; 16])
}

/// Ada, Grace and General, and perhaps one person and one room of another name.
struct Everybody {
    people: Vec<Account>,
    rooms: Vec<Room>,
}

impl Everybody {
    fn known() -> Self {
        let people = vec![person("Ada", 1), person("Grace", 2)];
        Self { people, rooms: vec![room("general", "General")] }
    }

    fn and(name: &str) -> Self {
        let mut everybody = Self::known();
        everybody.people.push(person(name, 3));
        everybody.rooms.push(room("any", name));
        everybody
    }
}

fn person(name: &str, number: u8) -> Account {
    Account { id: AccountId::from_bytes([number; 16]), name: name.to_owned() }
}

fn room(slug: &str, name: &str) -> Room {
    let (id, created_at) = (RoomId::from_bytes([0; 16]), Timestamp::default());
    let slug = Slug::from_name(slug).expect("the name makes a slug");
    Room::open(id, slug, name.to_owned(), created_at)
}

impl Directory for Everybody {
    fn people(&self) -> &[Account] {
        &self.people
    }

    fn room(&self, slug: &str) -> Option<Room> {
        self.rooms.iter().find(|room| room.slug.as_str() == slug).cloned()
    }
}

/// The most bytes of HTML that one message may make.
const MOST: usize = 256 * 1024;

/// The HTML of a text as Ada sees it.
fn html(text: &str, directory: &dyn Directory) -> String {
    Body(Arc::new(Functions::all().read(text, directory, me()))).to_html()
}

#[test]
fn nothing_but_the_text_stands_in_its_elements() {
    let everybody = Everybody::known();
    assert_eq!(html("*a* b", &everybody), r#"<div class="message__body"><p dir="auto"><em>a</em> b</p></div>"#);
    assert_eq!(html("", &everybody), r#"<div class="message__body"></div>"#);
    assert_eq!(html("<&>\"", &everybody), r#"<div class="message__body"><p dir="auto">&lt;&amp;&gt;"</p></div>"#);
}

#[test]
fn a_link_leads_away_without_telling_from_where() {
    let page = html("https://a.example/?b&c", &Everybody::known());
    let link = r#"<a target="_blank" rel="noopener noreferrer nofollow" href="https://a.example/?b&amp;c">"#;
    assert!(page.contains(link), "{page}");
}

#[test]
fn i_see_who_speaks_to_me() {
    let everybody = Everybody::known();
    assert!(html("@ada", &everybody).contains(r#"<bdi class="mention mention--me">@Ada</bdi>"#));
    assert!(html("@grace", &everybody).contains(r#"<bdi class="mention">@Grace</bdi>"#));
    assert!(html("@room", &everybody).contains(r#"<bdi class="mention mention--me">@room</bdi>"#));
}

#[test]
fn no_message_of_the_greatest_length_makes_a_page_too_large() {
    for pattern in [
        "||a||",
        "```\na\n```\n",
        "a@b.cc ",
        "*a* ",
        "`a`",
        "@ada ",
        "#general ",
        "- [x] a\n",
        "> a\n\n",
        "|a|\n|:-:|\n",
    ] {
        let text = pattern.repeat(limits::MESSAGE_BODY / pattern.len());
        let length = html(&text, &Everybody::known()).len();
        assert!(length <= MOST, "{pattern:?} makes {length} bytes");
    }
    let columns = ["|a".repeat(24), "|:-:".repeat(24), "|".repeat(12_000)].join("\n");
    let length = html(&columns, &Everybody::known()).len();
    assert!(length <= MOST, "a table makes {length} bytes");
}
