//! A person's initials on a colour of their own.

use leptos::prelude::*;

use hubbub_protocol::Account;

/// How large an avatar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AvatarSize {
    /// 28 px.
    Medium,
    /// 36 px.
    Large,
}

/// The avatar; the name stands beside it, so screen readers pass over it.
#[component]
pub(crate) fn Avatar(
    /// Whose.
    account: Account,
    /// How large.
    #[prop(default = AvatarSize::Large)]
    size: AvatarSize,
) -> impl IntoView {
    let class = match size {
        AvatarSize::Medium => "avatar avatar--medium",
        AvatarSize::Large => "avatar",
    };
    // The content security policy forbids style attributes, so the hue is a name that the style sheet knows.
    view! { <span class=class data-hue=hue(&account).to_string() aria-hidden="true">{initials(&account.name)}</span> }
}

/// The first letters of the first and the last word. The style sheet makes them capitals: browsers know how.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).collect()
}

/// One of twelve hues, from the part of the id that is random.
fn hue(account: &Account) -> u16 {
    let last = account.id.as_bytes()[15];
    u16::from(last % 12) * 30
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_first_and_the_last_word() {
        for (name, expected) in [("Ada", "A"), ("ada lovelace", "al"), ("Grace Brewster Hopper", "GH"), ("张伟", "张")]
        {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
