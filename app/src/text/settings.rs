//! Sentences on the pages of settings.

use hubbub_protocol::Refusal;

use super::entry_error;

pub(crate) const SETTINGS: &str = "Settings";
pub(crate) const BACK_TO_CHAT: &str = "Back to the rooms";
pub(crate) const YOUR_ACCOUNT: &str = "Your account";
pub(crate) const PEOPLE: &str = "People";
pub(crate) const OLD_PASSWORD: &str = "Password until now";
pub(crate) const NEW_PASSWORD: &str = "New password";
pub(crate) const CHANGE_PASSWORD: &str = "Change password";
pub(crate) const SESSIONS: &str = "Where you are signed in";
pub(crate) const UNKNOWN_CLIENT: &str = "Something that did not say what it is";
pub(crate) const SIGNED_IN_SINCE: &str = "Since";
pub(crate) const LAST_USED: &str = "last used";
pub(crate) const THIS_ONE: &str = "This one";
pub(crate) const INVITE: &str = "Invite";
pub(crate) const AS: &str = "As";
pub(crate) const FOR_HOW_MANY: &str = "People";
pub(crate) const FOR_HOW_LONG: &str = "Days";
pub(crate) const MAKE_LINK: &str = "Make a link";
pub(crate) const NEW_LINK: &str = "Here is the link.";
pub(crate) const NEW_LINK_HINT: &str = "Copy it now and hand it on: it is kept nowhere, and shown only this once.";
pub(crate) const UNTIL: &str = "until";
pub(crate) const TAKE_BACK: &str = "Take back";
pub(crate) const EVERYBODY: &str = "Everybody";
pub(crate) const NAME_ONLY: &str = "with a name only";
pub(crate) const DEACTIVATED: &str = "deactivated";
pub(crate) const CHANGE: &str = "Change";
pub(crate) const PASSWORD_LINK: &str = "Link for a new password";
pub(crate) const SIGN_OUT_EVERYWHERE: &str = "Sign out everywhere";
pub(crate) const DEACTIVATE: &str = "Deactivate";
pub(crate) const ACTIVATE: &str = "Activate";

/// What somebody is, in a word.
pub(crate) fn role(role: &str) -> &'static str {
    match role {
        "owner" => "Owner",
        "administrator" => "Administrator",
        "member" => "Member",
        _ => "Guest",
    }
}

/// What a choice of roles is about.
pub(crate) fn role_of(name: &str) -> String {
    format!("What {name} is")
}

/// How many more an invitation lets in.
pub(crate) fn places(uses: u32) -> String {
    if uses == 1 { "for one more".to_owned() } else { format!("for {uses} more") }
}

/// What came of a form, and how to show it.
pub(crate) fn said(refused: Option<&Refusal>) -> (&'static str, String) {
    let Some(refusal) = refused else { return ("settings__said", "Done.".to_owned()) };
    let text = match refusal.field.as_deref() {
        Some("old") => "The password until now is another one.".to_owned(),
        Some("role") => "There must be one owner at least.".to_owned(),
        Some("account") => "The last owner cannot be deactivated.".to_owned(),
        Some("days") => "A link works from 1 to 90 days.".to_owned(),
        Some("uses") => "A link lets in from 1 to 100 people.".to_owned(),
        field => entry_error(refusal, field.unwrap_or_default()).unwrap_or_default(),
    };
    ("settings__said settings__said--error", text)
}

/// A browser, and what it runs on.
pub(crate) fn browser_on(browser: &str, system: &str) -> String {
    [browser, ", ", system].concat()
}
