//! Trees in short, for tests to read.

use hubbub_protocol::{Account, AccountId, Room, RoomId, Slug, Timestamp};

use crate::{
    Directory,
    tree::{Block, Inline, Lean, Style},
};

/// Ada Lovelace, Ada and Grace, the bot Marvin, and the rooms General and Rose garden.
pub(crate) struct Everybody(Vec<Account>);

impl Everybody {
    pub(crate) fn known() -> Self {
        let names = ["Ada Lovelace", "Ada", "Grace", "Marvin (bot)", "张伟", "👩‍🚀 Linus"];
        Self((0..).zip(names).map(|(number, name)| Account { id: account(number), name: name.to_owned() }).collect())
    }
}

impl Directory for Everybody {
    fn people(&self) -> &[Account] {
        &self.0
    }

    fn room(&self, slug: &str) -> Option<Room> {
        let name = ["General", "Rose garden", "花园"]
            .into_iter()
            .find(|name| Slug::from_name(name).is_some_and(|known| known.as_str().eq_ignore_ascii_case(slug)))?;
        let (id, created_at) = (RoomId::from_bytes([0; 16]), Timestamp::default());
        Some(Room::open(id, Slug::from_name(name)?, name.to_owned(), created_at))
    }
}

pub(crate) fn account(number: u8) -> AccountId {
    AccountId::from_bytes([number; 16])
}

pub(crate) fn blocks(all: &[Block]) -> String {
    all.iter().map(block).collect::<Vec<_>>().join(" ")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(words) => inlines(words),
        Block::Heading(words) => format!("h[{}]", inlines(words)),
        Block::Quote(inner) => format!("quote[{}]", blocks(inner)),
        Block::List(list) => {
            let items = list.items.iter().map(|item| {
                let number = if list.is_ordered { format!("{}: ", item.number) } else { String::new() };
                let done = item.done.map_or("", |done| if done { "done " } else { "to do " });
                format!("({number}{done}{})", blocks(&item.blocks))
            });
            format!("list[{}]", items.collect::<String>())
        }
        Block::Code(code) => format!("code {}{:?}", code.language.as_deref().unwrap_or_default(), code.text),
        Block::Table(table) => {
            let lean = |lean| match lean {
                Lean::Start => "",
                Lean::Center => "^",
                Lean::End => ">",
            };
            let cells = |cells: Vec<String>| format!("({})", cells.join(", "));
            let head = table.columns.iter().map(|column| lean(column.lean).to_owned() + &inlines(&column.head));
            let rows = table.rows.iter().map(|row| cells(row.iter().map(|cell| inlines(cell)).collect()));
            format!("table[{}{}]", cells(head.collect()), rows.collect::<String>())
        }
    }
}

pub(crate) fn inlines(words: &[Inline]) -> String {
    words.iter().map(inline).collect::<Vec<_>>().join(" ")
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => format!("{text:?}"),
        Inline::Code(text) => format!("code {text:?}"),
        Inline::Styled(style, words) => {
            let name = match style {
                Style::Emphasis => "em",
                Style::Strong => "strong",
                Style::Strike => "strike",
                Style::Spoiler => "spoiler",
            };
            format!("{name}[{}]", inlines(words))
        }
        Inline::Link { address, label } => match label.as_slice() {
            [Inline::Text(text)] if text == address => format!("<{address}>"),
            _ => format!("<{address}>[{}]", inlines(label)),
        },
        Inline::Mention(mention) => format!("@[{}]", mention.name()),
        Inline::Room { slug, name } => format!("#[{slug} {name}]"),
    }
}
