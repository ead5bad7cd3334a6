//! A tree as lines of plain text, to be pasted elsewhere.

use crate::tree::{Block, Inline, Item, Table, Tree};

impl Tree {
    /// Everything that can be read, without the marks.
    pub fn plain_text(&self) -> String {
        blocks(&self.blocks, "\n\n")
    }
}

fn blocks(all: &[Block], between: &str) -> String {
    all.iter().map(block).collect::<Vec<_>>().join(between)
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(inlines) | Block::Heading(inlines) => words(inlines),
        Block::Quote(inner) => indented(&blocks(inner, "\n\n"), "> ", "> "),
        Block::List(list) => list.items.iter().map(|it| item(list.is_ordered, it)).collect::<Vec<_>>().join("\n"),
        Block::Code(code) => code.text.clone(),
        Block::Table(it) => table(it),
    }
}

fn item(is_ordered: bool, item: &Item) -> String {
    let marker = if is_ordered { format!("{}. ", item.number) } else { "- ".to_owned() };
    let task = match item.done {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    let further = " ".repeat(marker.len());
    indented(&blocks(&item.blocks, "\n"), &[&marker, task].concat(), &further)
}

fn table(table: &Table) -> String {
    let head = table.columns.iter().map(|column| words(&column.head)).collect::<Vec<_>>().join("\t");
    let rows = table.rows.iter().map(|row| row.iter().map(|cell| words(cell)).collect::<Vec<_>>().join("\t"));
    std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n")
}

/// The lines behind something: the first line, and all others.
fn indented(text: &str, first: &str, others: &str) -> String {
    [first, &text.replace('\n', &["\n", others].concat())].concat()
}

/// The words without the marks.
pub(crate) fn words(inlines: &[Inline]) -> String {
    inlines.iter().map(word).collect()
}

fn word(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Styled(_, inner) => words(inner),
        Inline::Link { label, .. } if inline.names_its_address() => words(label),
        Inline::Link { label, address } => [&words(label), " (", address, ")"].concat(),
        Inline::Mention(mention) => ["@", mention.name()].concat(),
        Inline::Room { name, .. } => ["#", name].concat(),
    }
}

impl Inline {
    /// Whether the words of a link are its address already.
    pub(crate) fn names_its_address(&self) -> bool {
        let Self::Link { label, address } = self else { return false };
        let [Self::Text(text)] = label.as_slice() else { return false };
        let before = address.strip_suffix(text.as_str());
        before.is_some_and(|before| matches!(before, "" | "mailto:" | "https://"))
    }
}

#[cfg(test)]
mod tests;
