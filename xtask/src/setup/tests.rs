//! The set-up, on tools that exist only here.

use std::cell::RefCell;

use super::*;

/// A tool whose states come one after the other.
struct Pretend {
    states: RefCell<Vec<State>>,
    installs: bool,
}

impl Tool for Pretend {
    fn name(&self) -> String {
        "hammer 2.0".to_owned()
    }

    fn takes(&self) -> &'static str {
        "about 2 min on 2 cores"
    }

    fn state(&self) -> State {
        self.states.borrow_mut().remove(0)
    }

    fn install(&self) -> Result<()> {
        if self.installs { Ok(()) } else { bail!("the shop is closed") }
    }

    fn by_hand(&self) -> String {
        "buy a hammer".to_owned()
    }
}

fn other() -> State {
    State::Other("hammer 1.0".to_owned())
}

fn tool(states: Vec<State>, installs: bool) -> Box<dyn Tool> {
    Box::new(Pretend { states: RefCell::new(states), installs })
}

#[track_caller]
fn check(states: Vec<State>, installs: bool, lines: &[&str], error: Option<&str>) {
    let mut told = Vec::new();
    let result = set_up(&[tool(states, installs)], |line| told.push(line), Err);
    assert_eq!(told, lines);
    assert_eq!(result.err().map(|error| format!("{error:#}")), error.map(str::to_owned));
}

const MISSING: &str = "[1/1] hammer 2.0: missing, installing (about 2 min on 2 cores)";

#[test]
fn a_tool_that_is_there_is_left_alone() {
    check(vec![State::Found], false, &["[1/1] hammer 2.0: found"], None);
}

#[test]
fn a_missing_tool_is_installed() {
    check(vec![State::Missing, State::Found], true, &[MISSING], None);
}

#[test]
fn another_version_is_replaced() {
    let line = "[1/1] hammer 2.0: found hammer 1.0, replacing (about 2 min on 2 cores)";
    check(vec![other(), State::Found], true, &[line], None);
}

#[test]
fn a_tool_that_cannot_be_installed_says_what_to_type() {
    let error = "hammer 2.0 could not be installed. By hand: buy a hammer: the shop is closed";
    check(vec![State::Missing], false, &[MISSING], Some(error));
}

#[test]
fn a_tool_that_is_not_there_after_installing_is_an_error() {
    let error = "hammer 2.0 was installed but is not found. By hand: buy a hammer";
    check(vec![State::Missing, State::Missing], true, &[MISSING], Some(error));
    let error = "hammer 2.0 was installed, but hammer 1.0 comes first on the PATH. Remove that one, or: buy a hammer";
    check(vec![State::Missing, other()], true, &[MISSING], Some(error));
}

#[test]
fn what_follows_a_missing_tool_depends_on_the_task() {
    let tools = || [tool(vec![State::Missing], false), tool(vec![State::Found], false)];
    let mut told = 0;
    assert!(set_up(&tools(), |_| told += 1, Err).is_err());
    assert_eq!(told, 1, "the first failure ends it");

    let (mut told, mut failed) = (0, 0);
    let go_on = |_| {
        failed += 1;
        Ok(())
    };
    set_up(&tools(), |_| told += 1, go_on).expect("failures are only counted");
    assert_eq!((told, failed), (2, 1));
}
