//! What a text becomes. Nothing in it is markup any more: every text in it is shown as it is.

use hubbub_protocol::{Account, AccountId, Slug};

use crate::{emoji, walk};

/// The most emoji that are shown large.
const LARGE: usize = 10;

/// A text that somebody wrote, understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    /// Its parts, in order.
    pub blocks: Vec<Block>,
}

/// A part of a text that stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Lines as they were typed.
    Paragraph(Vec<Inline>),
    /// A line that names what follows.
    Heading(Vec<Inline>),
    /// What somebody else said.
    Quote(Vec<Block>),
    /// Points, in order or not.
    List(List),
    /// Program text.
    Code(Code),
    /// Rows and columns.
    Table(Table),
}

/// Points, in order or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Whether they are numbered.
    pub is_ordered: bool,
    /// The points.
    pub items: Vec<Item>,
}

/// One point of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its number; zero in a list without numbers.
    pub number: u32,
    /// Whether it is done, if it is something to do.
    pub done: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Program text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The language as its author named it.
    pub language: Option<String>,
    /// The text, without a line break at its end. Never empty.
    pub text: String,
}

/// Rows and columns. A row may be shorter than the head, never longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The cells below, row by row.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands at its top.
    pub head: Vec<Inline>,
    /// To which side its cells lean.
    pub lean: Lean,
}

/// To which side the cells of a column lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// To where reading begins.
    Start,
    /// To neither.
    Center,
    /// To where reading ends.
    End,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words. A line break in them is one that was typed. Never empty, and never beside other words.
    Text(String),
    /// Words that are marked.
    Styled(Style, Vec<Inline>),
    /// Program text within a line. Never empty.
    Code(String),
    /// Words that lead somewhere. There is no other link, no spoiler and no name among them.
    Link {
        /// The address: `http`, `https` or `mailto`, and nothing else ever.
        address: String,
        /// The words.
        label: Vec<Inline>,
    },
    /// Somebody, or everybody, is spoken to.
    Mention(Mention),
    /// A room is named.
    Room {
        /// Where it is.
        slug: Slug,
        /// What it is called.
        name: String,
    },
}

/// How words are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `*so*` or `_so_`
    Emphasis,
    /// `**so**` or `__so__`
    Strong,
    /// `~~so~~`
    Strike,
    /// `||so||`
    Spoiler,
}

/// Who is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mention {
    /// A member of the room.
    Person(Account),
    /// Everybody in the room.
    Room,
    /// Everybody who is in the room now.
    Here,
}

impl Tree {
    /// Whether it is nothing but a few emoji, which are shown large.
    pub fn is_large(&self) -> bool {
        let [Block::Paragraph(words)] = self.blocks.as_slice() else { return false };
        let [Inline::Text(text)] = words.as_slice() else { return false };
        emoji::count(text).is_some_and(|count| count <= LARGE)
    }

    /// Who is spoken to, in order and as often as it happens. What is quoted speaks to nobody.
    pub fn mentions(&self) -> Vec<&Mention> {
        let mut mentions = Vec::new();
        walk::mentions(&self.blocks, &mut mentions);
        mentions
    }

    /// Whether this person is spoken to, by name or as one of all.
    pub fn speaks_to(&self, person: AccountId) -> bool {
        self.mentions().into_iter().any(|mention| match mention {
            Mention::Person(account) => account.id == person,
            Mention::Room | Mention::Here => true,
        })
    }
}

impl Mention {
    /// What is shown behind the at sign.
    pub fn name(&self) -> &str {
        match self {
            Self::Person(account) => &account.name,
            Self::Room => "room",
            Self::Here => "here",
        }
    }
}
