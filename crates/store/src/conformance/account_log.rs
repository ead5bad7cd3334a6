//! What belongs to an account, and what is unread beyond its read markers.

use hubbub_chat::ports::{Links, Membership, Store};
use hubbub_protocol::{Account, Item, Room, RoomId, Seq};

use super::Stage;

fn marker(room: &Room, up_to: u64) -> Item {
    Item::ReadMarker { room: room.id, up_to: Seq::new(up_to) }
}

/// Whoever has the items up to a version needs only the later ones; each is there once, as it is now.
pub fn items_are_replaced_and_their_versions_have_no_holes<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, grace) = (stage.account("Ada"), stage.account("Grace"));
    let (general, garden) = (stage.room("General"), stage.room("Garden"));
    assert_eq!((stage.account_version(&ada), stage.items(&ada, 0)), (Seq::ZERO, Vec::new()));
    let puts = [(&ada, marker(&general, 1)), (&grace, marker(&general, 9)), (&ada, marker(&garden, 2))];
    let versions = puts.map(|(account, item)| stage.put(account, item));
    assert_eq!(versions, [Seq::new(1), Seq::new(1), Seq::new(2)], "each account has versions of its own");
    assert_eq!(stage.put(&ada, marker(&general, 4)), Seq::new(3));
    assert_eq!(stage.account_version(&ada), Seq::new(3));
    assert_eq!(stage.items(&ada, 0), [marker(&garden, 2), marker(&general, 4)]);
    assert_eq!(stage.items(&ada, 2), [marker(&general, 4)]);
    assert_eq!(stage.items(&ada, 3), []);
    assert_eq!(stage.items(&grace, 0), [marker(&general, 9)]);
}

/// There is none until it was put, and it goes where it is told, also back.
pub fn a_read_marker_is_what_was_put_last<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, general) = (stage.account("Ada"), stage.room("General"));
    assert_eq!(stage.read_marker(&ada, general.id), None);
    for up_to in [7, 3] {
        stage.put(&ada, marker(&general, up_to));
        assert_eq!(stage.read_marker(&ada, general.id), Some(Seq::new(up_to)));
    }
    assert_eq!(stage.read_marker(&stage.account("Grace"), general.id), None);
    assert_eq!(stage.read_marker(&ada, RoomId::from_bytes([0xff; 16])), None);
}

/// Neither is it half done.
pub fn an_item_needs_its_account_and_its_room<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, general) = (stage.account("Ada"), stage.room("General"));
    let nobody = Account { id: hubbub_protocol::AccountId::from_bytes([0xff; 16]), name: "Nobody".to_owned() };
    let nowhere = stage.room_to_be("Nowhere");
    for (account, item) in [(&nobody, marker(&general, 1)), (&ada, marker(&nowhere, 1)), (&ada, Item::Unknown)] {
        let id = account.id;
        stage.write(move |tx| Ok(tx.put_item(id, item)?)).expect_err("there is none");
    }
    assert_eq!(stage.account_version(&ada), Seq::ZERO);
}

/// An undone unit leaves no hole in the versions.
pub fn an_item_that_is_undone_was_never_there<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let (ada, general) = (stage.account("Ada"), stage.room("General"));
    stage.put(&ada, marker(&general, 1));
    let (id, item) = (ada.id, marker(&general, 2));
    let undone = stage.write(move |tx| {
        tx.put_item(id, item)?;
        Err::<(), _>(hubbub_chat::Error::NotFound)
    });
    undone.expect_err("it was refused");
    assert_eq!(stage.items(&ada, 0), [marker(&general, 1)]);
    assert_eq!(stage.put(&ada, marker(&general, 3)), Seq::new(2));
}

/// Edits, reactions and pins are entries, but nobody waits to read them.
pub fn unread_are_messages_of_others_that_stand_in_the_room<S: Store>(open: impl FnOnce() -> S) {
    let stage = Stage::new(open);
    let general = stage.room("General");
    let [ada, grace] = ["Ada", "Grace"].map(|name| stage.join(&stage.account(name), &general));
    let unread = |by: &Membership, after| stage.unread(&by.account, general.id, after);
    assert_eq!(unread(&ada, 0), 0);
    let root = stage.say(&grace, "one");
    stage.say(&ada, "mine");
    stage.edit(&grace, &root, "uno");
    stage.react(&ada, &root, "👍");
    stage.pin(&grace, &root);
    let thread = Links { thread: Some(root.seq), ..Links::default() };
    stage.say_with(&grace, "only in the thread", thread);
    let also = stage.say_with(&grace, "in both", Links { also_in_room: true, ..thread });
    stage.say_with(&grace, "an answer", Links { reply_to: Some(root.seq), ..Links::default() });
    assert_eq!((unread(&ada, 0), unread(&grace, 0)), (3, 1));
    assert_eq!([1, 6, 7, 8, 99].map(|after| unread(&ada, after)), [2, 2, 1, 0, 0]);
    stage.delete(&grace, &also);
    assert_eq!([0, 6, 7].map(|after| unread(&ada, after)), [2, 1, 1]);
    assert_eq!(stage.unread(&ada.account, RoomId::from_bytes([0xff; 16]), 0), 0);
    stage.say(&stage.join(&grace.account, &stage.room("Garden")), "elsewhere");
    assert_eq!(unread(&ada, 0), 2);
}
