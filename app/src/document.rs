//! The HTML documents. They are rendered on the server only; the browser takes over what is inside of the workspace.

use leptos::{config::LeptosOptions, hydration::AutoReload, nonce::use_nonce, prelude::*};

use crate::{
    components::not_loaded::NotLoaded,
    pages::{
        AccountPage, AccountSettings, Entry, EntryPage, LinkOver, NotFound, PeoplePage, PeopleSettings, Unavailable,
        Workspace,
    },
    ports::Start,
    text,
};

/// The id of the data block that holds the [`Start`] of a workspace as JSON.
pub const START: &str = "start";

/// The file of the package with the names of emoji.
pub const EMOJI: &str = "emoji.txt";

/// The page's style and scripts.
#[derive(Debug, Clone)]
pub struct Package {
    /// Where the browser finds them: `<url>/hubbub.js` and so on.
    pub url: String,
    /// The build, by which a page finds out that the server has a newer one; empty while developing.
    pub build: String,
    /// The later part; none while developing, when the package is one file.
    pub later: Option<LaterFiles>,
    /// The site options of leptos.
    pub options: LeptosOptions,
}

/// The files of the package's later part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaterFiles {
    /// The script that fetches it, which the first part imports.
    pub script: String,
    /// Its wasm.
    pub wasm: String,
}

/// What a document shows.
#[derive(Debug, Clone)]
pub enum Page {
    /// A form by which somebody comes in. Hydration would only take away what was typed before it.
    Entry(Entry),
    /// One's own account.
    AccountSettings(AccountSettings),
    /// Everybody, for those who look after them.
    PeopleSettings(PeopleSettings),
    /// The link by which somebody comes in works no more.
    LinkOver,
    /// There is nothing at this address.
    NotFound,
    /// The server cannot answer now.
    Unavailable,
    /// The chat, which the browser takes over.
    Workspace {
        /// What it begins with.
        start: Box<Start>,
        /// The same as JSON without `<`, so that no text in it can end the data block.
        json: String,
    },
}

impl Page {
    fn title(&self) -> String {
        text::title(&match self {
            Self::Entry(entry) => entry.way.title().to_owned(),
            Self::AccountSettings(_) => text::YOUR_ACCOUNT.to_owned(),
            Self::PeopleSettings(_) => text::PEOPLE.to_owned(),
            Self::LinkOver => text::LINK_OVER.to_owned(),
            Self::NotFound => text::NOT_FOUND.to_owned(),
            Self::Unavailable => text::UNAVAILABLE.to_owned(),
            Self::Workspace { start, .. } => {
                let unread =
                    start.home.rooms.iter().filter_map(|summary| summary.unread).map(|unread| unread.count).sum();
                text::workspace_title(start.room.as_ref().map(|(_, room)| room), unread)
            }
        })
    }

    fn view(self) -> AnyView {
        match self {
            Self::Entry(entry) => view! { <EntryPage entry/> }.into_any(),
            Self::AccountSettings(settings) => view! { <AccountPage settings/> }.into_any(),
            Self::PeopleSettings(settings) => view! { <PeoplePage settings/> }.into_any(),
            Self::LinkOver => view! { <LinkOver/> }.into_any(),
            Self::NotFound => view! { <NotFound/> }.into_any(),
            Self::Unavailable => view! { <Unavailable/> }.into_any(),
            Self::Workspace { start, json } => view! {
                <Workspace start=*start/>
                <NotLoaded/>
                <script id=START type="application/json">{json}</script>
            }
            .into_any(),
        }
    }
}

/// The whole document.
pub fn document(package: Package, page: Page) -> impl IntoView {
    let Package { url, build, later, options } = package;
    let css = format!("{url}/hubbub.css");
    let scripts = matches!(page, Page::Workspace { .. }).then(|| scripts(&url, later));
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="hubbub-build" content=build/>
                <link rel="icon" href="/favicon.svg"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="stylesheet" href=css/>
                {scripts}
                <AutoReload options/>
                <title>{page.title()}</title>
            </head>
            <body>{page.view()}</body>
        </html>
    }
}

/// Loads the package and takes the page over.
fn scripts(package_url: &str, later: Option<LaterFiles>) -> impl IntoView + use<> {
    let emoji = format!("{package_url}/{EMOJI}");
    let js = format!("{package_url}/hubbub.js");
    let wasm = format!("{package_url}/hubbub.wasm");
    let nonce = use_nonce();
    // A task of its own for each of the two, between which the browser can paint and answer.
    let start = format!(
        "import init, {{ hydrate }} from {js:?}; await init({{ module_or_path: {wasm:?} }}); setTimeout(hydrate);"
    );
    let later = later.map(|LaterFiles { script, wasm }| {
        let nonce = nonce.clone();
        view! {
            // Otherwise it would be found only when the other script is there.
            <link rel="modulepreload" href=format!("{package_url}/{script}") nonce=nonce/>
            // For the service worker. The page itself fetches it once it lives.
            <meta name="hubbub-later" content=format!("{package_url}/{wasm}")/>
        }
    });
    view! {
        {later}
        // The page fetches it once it lives.
        <meta name="hubbub-emoji" content=emoji/>
        <link rel="modulepreload" href=js nonce=nonce.clone()/>
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin=""/>
        <script type="module" nonce=nonce>{start}</script>
    }
}
