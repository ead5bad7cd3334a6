use hubbub_chat::memory::MemoryStore;

mod on_memory {
    use super::MemoryStore;

    crate::conformance_tests!(MemoryStore::default);
}

#[test]
fn every_behaviour_is_in_the_list() {
    let list = include_str!("../conformance.rs");
    let files = [
        include_str!("accounts.rs"),
        include_str!("rooms.rs"),
        include_str!("log.rs"),
        include_str!("messages.rs"),
        include_str!("units.rs"),
    ];
    let functions = files.iter().flat_map(|file| file.split("\npub fn ").skip(1));
    let missing: Vec<_> = functions
        .filter_map(|function| function.split('<').next())
        .filter(|name| !list.split_whitespace().any(|word| word == *name))
        .collect();
    assert!(missing.is_empty(), "not run by anybody: {missing:?}");
}
