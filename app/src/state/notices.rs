//! Who came and went while one looked at a room: quiet lines that are gone with the next reload.

use hubbub_protocol::{Account, AccountId, Seq};

/// The most lines a room keeps.
const KEPT: usize = 20;

/// The notices of a room, oldest first.
#[derive(Default)]
pub(crate) struct Notices {
    lines: Vec<Notice>,
    /// How many lines there ever were; their numbers are not used again.
    made: u32,
}

/// One line.
pub(crate) struct Notice {
    pub(crate) number: u32,
    /// The last entry of the room when it happened.
    pub(crate) after: Seq,
    came: Vec<Account>,
    went: Vec<Account>,
}

impl Notices {
    /// The lines, oldest first.
    pub(crate) fn lines(&self) -> &[Notice] {
        &self.lines
    }

    /// People came and went. While nobody says anything, it all becomes one line. Who comes back at once has not been
    /// missed, so both drop out; who came and left has left.
    pub(crate) fn add(&mut self, after: Seq, came: Vec<Account>, went: Vec<Account>) {
        let mut line = match self.lines.pop_if(|line| line.after == after) {
            Some(line) => line,
            None => Notice { number: 0, after, came: Vec::new(), went: Vec::new() },
        };
        for account in came {
            if !remove(&mut line.went, account.id) {
                line.came.push(account);
            }
        }
        for account in went {
            remove(&mut line.came, account.id);
            line.went.push(account);
        }
        if line.came.is_empty() && line.went.is_empty() {
            return;
        }
        // A changed line is another row for the list.
        self.made += 1;
        line.number = self.made;
        self.lines.push(line);
        let surplus = self.lines.len().saturating_sub(KEPT);
        self.lines.drain(..surplus);
    }
}

impl Notice {
    pub(crate) fn came(&self) -> Vec<String> {
        names(&self.came)
    }

    pub(crate) fn went(&self) -> Vec<String> {
        names(&self.went)
    }
}

fn names(accounts: &[Account]) -> Vec<String> {
    accounts.iter().map(|account| account.name.clone()).collect()
}

fn remove(accounts: &mut Vec<Account>, id: AccountId) -> bool {
    let place = accounts.iter().position(|account| account.id == id);
    place.map(|place| accounts.remove(place)).is_some()
}

#[cfg(test)]
mod tests {
    use hubbub_protocol::Timestamp;

    use super::*;

    fn person(name: &str) -> Account {
        Account { id: AccountId::new(Timestamp::from_millis(1), [name.as_bytes()[0]; 10]), name: name.to_owned() }
    }

    fn told(notices: &Notices) -> Vec<(Vec<String>, Vec<String>)> {
        notices.lines().iter().map(|line| (line.came(), line.went())).collect()
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn what_happens_between_two_messages_is_one_line() {
        let mut notices = Notices::default();
        notices.add(Seq::new(4), vec![person("Ada")], vec![]);
        notices.add(Seq::new(4), vec![person("Grace")], vec![person("Linus")]);
        assert_eq!(told(&notices), [(names(&["Ada", "Grace"]), names(&["Linus"]))]);
        notices.add(Seq::new(5), vec![], vec![person("Ada")]);
        assert_eq!(notices.lines().len(), 2);
    }

    #[test]
    fn coming_back_at_once_is_not_worth_a_line() {
        let mut notices = Notices::default();
        notices.add(Seq::new(4), vec![], vec![person("Ada")]);
        notices.add(Seq::new(4), vec![person("Ada")], vec![]);
        assert_eq!(told(&notices), []);
    }

    #[test]
    fn a_short_visit_ends_with_leaving() {
        let mut notices = Notices::default();
        notices.add(Seq::new(4), vec![person("Linus")], vec![]);
        notices.add(Seq::new(4), vec![], vec![person("Linus")]);
        assert_eq!(told(&notices), [(names(&[]), names(&["Linus"]))]);
    }

    #[test]
    fn a_changed_line_has_another_number() {
        let mut notices = Notices::default();
        notices.add(Seq::new(4), vec![person("Ada")], vec![]);
        let before = notices.lines()[0].number;
        notices.add(Seq::new(4), vec![person("Grace")], vec![]);
        assert_ne!(notices.lines()[0].number, before);
    }

    #[test]
    fn the_lines_are_bounded() {
        let mut notices = Notices::default();
        for seq in 0..100 {
            notices.add(Seq::new(seq), vec![person("Ada")], vec![]);
        }
        assert_eq!(notices.lines().len(), KEPT);
        assert_eq!(notices.lines()[0].after, Seq::new(80));
    }
}
