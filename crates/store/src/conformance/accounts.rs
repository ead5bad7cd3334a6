//! Accounts and the epoch.

use hubbub_chat::ports::Store;
use hubbub_protocol::{Account, AccountId, name};

use super::{Stage, stage::member};

/// By its id, and nothing by an id that nobody has.
pub fn an_account_is_found_by_its_id<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, _grace) = (stage.account("Ada"), stage.account("Grace"));
    let id = ada.id;
    assert_eq!(stage.read(move |reader| Ok(reader.account(id)?)), Some(ada));
    let nobody = AccountId::from_bytes([0xff; 16]);
    assert_eq!(stage.read(move |reader| Ok(reader.account(nobody)?)), None);
}

/// By the key it was added with, which is not its name.
pub fn an_account_is_found_by_the_key_of_its_name<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.account("Ada Lovelace");
    let find = |key: String| stage.read(move |reader| Ok(reader.account_by_name(&key)?));
    assert_eq!(find(name::key("ADA  lovelace")), Some(ada));
    assert_eq!(find("Ada Lovelace".to_owned()), None);
    assert_eq!(find(name::key("Grace")), None);
}

/// The unit that tries fails; the first owner stays.
pub fn a_taken_name_cannot_be_given_again<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let ada = stage.account("Ada");
    let (at, random) = stage.fresh();
    let other = Account { id: AccountId::new(at, random), name: "ADA".to_owned() };
    let id = other.id;
    stage.write(move |tx| Ok(tx.insert_account(&member(), &other, "ada", at)?)).expect_err("the name is taken");
    assert_eq!(stage.read(|reader| Ok(reader.account_by_name("ada")?)), Some(ada));
    assert_eq!(stage.read(move |reader| Ok(reader.account(id)?)), None);
}

/// Positions keep their meaning for as long as nothing is restored.
pub fn the_epoch_stays<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let before = stage.read(|reader| Ok(reader.epoch()?));
    let ada = stage.member("Ada", "General");
    stage.say(&ada, "hi");
    assert_eq!(stage.read(|reader| Ok(reader.epoch()?)), before);
    assert_eq!(stage.write(|tx| Ok(tx.epoch()?)).expect("a unit sees it too"), before);
}

/// In the order of their names, and nothing in the part means more than itself.
pub fn people_are_found_by_any_part_of_their_names<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let [grace, ada, percent] = ["Grace Hopper", "ada", "100 % Linus"].map(|name| stage.account(name));
    let find = |part: &str, limit| {
        let part = name::key(part);
        stage.read(move |reader| Ok(reader.find_people(&part, limit)?))
    };
    assert_eq!(find("", 10), [percent.clone(), ada.clone(), grace.clone()]);
    assert_eq!(find("", 2), [percent.clone(), ada.clone()]);
    assert_eq!(find("A", 10), [ada, grace.clone()]);
    assert_eq!(find("hop", 10), [grace]);
    assert_eq!(find("%", 10), [percent]);
    assert!(find("_", 10).is_empty());
}
