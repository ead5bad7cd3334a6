//! What holds for every text.

mod hostile;
pub(crate) mod random;

use crate::{
    parse,
    sketch::{Everybody, account},
    tree::Mention,
};

#[track_caller]
fn check_large(text: &str, is_large: bool) {
    assert_eq!(parse(text, &()).is_large(), is_large, "{text}");
}

#[test]
fn a_few_emoji_alone_are_large() {
    check_large("🎉", true);
    check_large("👩‍🚀 🇩🇪\n1️⃣", true);
    check_large(&"🎉".repeat(10), true);
    check_large(&"🎉".repeat(11), false);
    for text in ["", "a", "🎉 a", "- 🎉", "> 🎉", "**🎉**", "🎉\n\n🎉", "1", "©"] {
        check_large(text, false);
    }
}

#[test]
fn who_is_spoken_to_is_known() {
    let tree = parse(
        "**@Grace**, @room\n- @Grace\n\n|a|\n|-|\n|@ada|\n\n||@here||\n> @Ada Lovelace\n`@Ada Lovelace`",
        &Everybody::known(),
    );
    let names: Vec<_> = tree.mentions().into_iter().map(Mention::name).collect();
    assert_eq!(names, ["Grace", "room", "Grace", "Ada", "here"]);
}

#[test]
fn all_are_spoken_to_together_and_nobody_in_a_quote() {
    let (lovelace, grace) = (account(0), account(2));
    let speaks_to = |text: &str, person| parse(text, &Everybody::known()).speaks_to(person);
    assert!(speaks_to("@Grace", grace) && !speaks_to("@Grace", lovelace));
    assert!(speaks_to("@here", grace) && speaks_to("@room", lovelace));
    assert!(!speaks_to("> @Grace", grace) && !speaks_to("> @room", grace));
}
