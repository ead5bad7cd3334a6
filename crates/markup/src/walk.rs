//! Going through a tree from its beginning to its end.

use crate::tree::{Block, Inline, Mention};

/// What one comes across.
pub(crate) enum Part<'a> {
    /// Words that belong together: a paragraph, a cell.
    Words(&'a [Inline]),
    /// Program text.
    Code(&'a str),
    /// What somebody else said.
    Quote(&'a [Block]),
}

/// Shows all parts, in order. Who wants to see what is quoted goes through that too.
pub(crate) fn parts<'a>(blocks: &'a [Block], see: &mut dyn FnMut(Part<'a>)) {
    for block in blocks {
        match block {
            Block::Paragraph(words) | Block::Heading(words) => see(Part::Words(words)),
            Block::Quote(blocks) => see(Part::Quote(blocks)),
            Block::List(list) => list.items.iter().for_each(|item| parts(&item.blocks, see)),
            Block::Code(code) => see(Part::Code(&code.text)),
            Block::Table(table) => {
                table.columns.iter().for_each(|column| see(Part::Words(&column.head)));
                table.rows.iter().flatten().for_each(|cell| see(Part::Words(cell)));
            }
        }
    }
}

/// Collects who is spoken to.
pub(crate) fn mentions<'a>(blocks: &'a [Block], found: &mut Vec<&'a Mention>) {
    parts(blocks, &mut |part| {
        if let Part::Words(words) = part {
            mentions_in(words, found);
        }
    });
}

fn mentions_in<'a>(words: &'a [Inline], found: &mut Vec<&'a Mention>) {
    for inline in words {
        match inline {
            Inline::Mention(mention) => found.push(mention),
            Inline::Styled(_, words) => mentions_in(words, found),
            _ => {}
        }
    }
}
