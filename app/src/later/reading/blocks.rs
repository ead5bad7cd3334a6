//! Parts that stand on lines of their own.

use hubbub_markup::{Block, Code, Inline, Item, Lean, List, Table};
use hubbub_protocol::AccountId;

use super::inlines::inlines;
use crate::{
    meaning::{Fixed, Node},
    text,
};

const TASK: Fixed = &[("class", "task")];
const TO_DO: Fixed = &[("class", "task__box"), ("role", "img"), ("aria-label", text::TO_DO)];
const DONE: Fixed = &[("class", "task__box task__box--done"), ("role", "img"), ("aria-label", text::DONE)];
const CENTERED: Fixed = &[("class", "cell--center")];
const AT_END: Fixed = &[("class", "cell--end")];
/// What is too wide scrolls in a box of its own, which needs the focus for that where there is no mouse.
const TABLE: Fixed = &[("class", "table"), ("tabindex", "0"), ("role", "group"), ("aria-label", text::TABLE)];
const CODE: Fixed = &[("class", "code")];
const CODE_HEAD: Fixed = &[("class", "code__head")];
const CODE_TEXT: Fixed =
    &[("class", "code__text"), ("dir", "ltr"), ("tabindex", "0"), ("role", "group"), ("aria-label", text::CODE)];
const COPY: Fixed = &[("type", "button"), ("class", "button button--link code__copy")];
const SAID: Fixed = &[("aria-live", "polite")];

/// One part after the other; what is said of them is said of each.
pub(super) fn blocks(all: &[Block], fixed: Fixed, me: AccountId) -> Vec<Node> {
    all.iter().map(|block| one(block, fixed, me)).collect()
}

fn one(block: &Block, fixed: Fixed, me: AccountId) -> Node {
    match block {
        Block::Paragraph(words) => Node::of("p", fixed, inlines(words, me)),
        // The headings of the page are the days and the room: what people write does not add to them.
        Block::Heading(words) => Node::of("p", fixed, vec![Node::of("strong", &[], inlines(words, me))]),
        Block::Quote(inner) => Node::of("blockquote", fixed, blocks(inner, &[], me)),
        Block::List(it) => list(it, fixed, me),
        Block::Code(it) => code(it),
        Block::Table(it) => table(it, fixed, me),
    }
}

fn list(list: &List, fixed: Fixed, me: AccountId) -> Node {
    let mut next = 1;
    let mut items = Vec::with_capacity(list.items.len());
    for it in &list.items {
        let node = item(it, me);
        let is_next = !list.is_ordered || it.number == next;
        next = it.number.saturating_add(1);
        items.push(if is_next { node } else { node.with("value", it.number.to_string()) });
    }
    Node::of(if list.is_ordered { "ol" } else { "ul" }, fixed, items)
}

fn item(item: &Item, me: AccountId) -> Node {
    let mut children = blocks(&item.blocks, &[], me);
    if let Some(done) = item.done {
        children.insert(0, Node::of("span", if done { DONE } else { TO_DO }, Vec::new()));
    }
    Node::of("li", if item.done.is_some() { TASK } else { &[] }, children)
}

fn code(code: &Code) -> Node {
    let language = code.language.as_deref().unwrap_or(text::CODE);
    let language = Node::of("span", &[], vec![Node::text(language)]);
    let copy = Node::of("span", SAID, vec![Node::text(text::COPY)]);
    let head = Node::of("div", CODE_HEAD, vec![language, Node::of("button", COPY, vec![copy])]);
    let source = Node::of("code", &[], vec![Node::text(&code.text)]);
    Node::of("div", CODE, vec![head, Node::of("pre", CODE_TEXT, vec![source])])
}

fn table(table: &Table, fixed: Fixed, me: AccountId) -> Node {
    let mut heads = Vec::new();
    for column in &table.columns {
        heads.push(cell("th", column.lean, &column.head, me));
    }
    let mut rows = Vec::new();
    for row in &table.rows {
        let mut cells = Vec::new();
        for (column, words) in table.columns.iter().zip(row) {
            cells.push(cell("td", column.lean, words, me));
        }
        rows.push(Node::of("tr", &[], cells));
    }
    let head = Node::of("thead", &[], vec![Node::of("tr", &[], heads)]);
    let table = Node::of("table", fixed, vec![head, Node::of("tbody", &[], rows)]);
    Node::of("div", TABLE, vec![table])
}

fn cell(tag: &'static str, lean: Lean, words: &[Inline], me: AccountId) -> Node {
    let fixed = match lean {
        Lean::Start => &[],
        Lean::Center => CENTERED,
        Lean::End => AT_END,
    };
    Node::of(tag, fixed, inlines(words, me))
}
