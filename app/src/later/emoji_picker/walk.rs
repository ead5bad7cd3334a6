//! The arrow keys in a grid whose rows break where they must.

use leptos::{
    ev::KeyboardEvent,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// What can be chosen.
const OPTION: &str = "[role=option]";

/// Moves the focus as the key says. Whether it is a key that does.
pub(super) fn walk(grid: &Element, event: &KeyboardEvent) -> bool {
    let options = options(grid);
    let focused = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let here = options.iter().position(|option| Some(option) == focused.as_ref());
    let places: Vec<(i32, i32)> = options.iter().map(|option| (option.offset_top(), option.offset_left())).collect();
    let Some(next) = next(&event.key(), here, &places) else { return false };
    if let Some(option) = options.get(next) {
        // A browser may refuse the focus.
        let _ = option.focus();
    }
    true
}

/// Makes the option that has the focus the one that Tab leads to.
pub(super) fn entered(grid: &Element, option: &Element) {
    for other in options(grid).iter().filter(|other| other.tab_index() == 0) {
        other.set_tab_index(-1);
    }
    if let Some(option) = option.dyn_ref::<HtmlElement>() {
        option.set_tab_index(0);
    }
}

fn options(grid: &Element) -> Vec<HtmlElement> {
    let groups = siblings(grid.first_element_child());
    let options = groups.flat_map(|group| siblings(group.first_element_child()));
    options
        .filter(|option| option.matches(OPTION).unwrap_or(false))
        .filter_map(|option| option.dyn_into().ok())
        .collect()
}

fn siblings(first: Option<Element>) -> impl Iterator<Item = Element> {
    std::iter::successors(first, Element::next_element_sibling)
}

/// Where the key leads. The options stand in reading order, each with its top and its start; outside of them, an arrow
/// down leads to the first.
fn next(key: &str, here: Option<usize>, places: &[(i32, i32)]) -> Option<usize> {
    let last = places.len().checked_sub(1)?;
    let Some(here) = here else { return (key == "ArrowDown").then_some(0) };
    let (top, left) = places[here];
    // In another row, the one that is nearest.
    let nearest = |row: i32| {
        let in_row = (0..=last).filter(|&at| places[at].0 == row);
        in_row.min_by_key(|&at| (places[at].1 - left).abs()).unwrap_or(here)
    };
    Some(match key {
        "ArrowLeft" => here.saturating_sub(1),
        "ArrowRight" => (here + 1).min(last),
        "ArrowUp" => places[..here].iter().rev().find(|place| place.0 < top).map_or(here, |place| nearest(place.0)),
        "ArrowDown" => places[here..].iter().find(|place| place.0 > top).map_or(here, |place| nearest(place.0)),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two recent ones, then a row of three and one of two.
    const PLACES: [(i32, i32); 7] = [(0, 0), (0, 40), (90, 0), (90, 40), (90, 80), (130, 0), (130, 40)];

    #[track_caller]
    fn check(here: usize, key: &str, there: usize) {
        assert_eq!(next(key, Some(here), &PLACES), Some(there), "{key} from {here}");
    }

    #[test]
    fn rows_of_any_length_are_walked_up_and_down() {
        check(1, "ArrowDown", 3);
        check(4, "ArrowDown", 6);
        check(4, "ArrowUp", 1);
        check(5, "ArrowUp", 2);
    }

    #[test]
    fn one_row_leads_to_the_next() {
        check(1, "ArrowRight", 2);
        check(5, "ArrowLeft", 4);
    }

    #[test]
    fn at_the_ends_the_focus_stays() {
        check(0, "ArrowUp", 0);
        check(0, "ArrowLeft", 0);
        check(6, "ArrowRight", 6);
        check(6, "ArrowDown", 6);
        check(3, "Home", 0);
        check(3, "End", 6);
    }

    #[test]
    fn from_the_field_only_an_arrow_down_leads_in() {
        assert_eq!(next("ArrowDown", None, &PLACES), Some(0));
        assert_eq!(next("ArrowRight", None, &PLACES), None);
        assert_eq!(next("a", Some(3), &PLACES), None);
        assert_eq!(next("ArrowDown", None, &[]), None);
    }
}
