//! The HTML document around the application. It is rendered on the server only.

use hubbub_protocol::path;
use leptos::{config::LeptosOptions, hydration::AutoReload, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use leptos_router::location::RequestUrl;

use crate::App;

/// What the document must know about the site.
#[derive(Clone)]
pub struct Document {
    /// Where the browser finds the package: `<base>/hubbub.js` and so on.
    pub package_url: String,
    /// The build, by which a page finds out that the server has a newer one; empty while developing.
    pub build: String,
    /// The site options of leptos.
    pub options: LeptosOptions,
}

/// The whole document.
pub fn shell(document: Document) -> impl IntoView {
    let Document { package_url, build, options } = document;
    let css = format!("{package_url}/hubbub.css");
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
                {needs_scripts().then(|| scripts(&package_url))}
                <AutoReload options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Signing in is a plain form. Hydration would only take away what was typed before it.
fn needs_scripts() -> bool {
    let url = use_context::<RequestUrl>().and_then(|url| url.parse().ok());
    url.is_none_or(|url| url.path() != path::SIGN_IN_FORM)
}

/// Loads the package and takes the page over.
fn scripts(package_url: &str) -> impl IntoView + use<> {
    let js = format!("{package_url}/hubbub.js");
    let wasm = format!("{package_url}/hubbub.wasm");
    let nonce = use_nonce();
    let start =
        format!("import init, {{ hydrate }} from {js:?}; await init({{ module_or_path: {wasm:?} }}); hydrate();");
    view! {
        <link rel="modulepreload" href=js nonce=nonce.clone()/>
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin=""/>
        <script type="module" nonce=nonce>{start}</script>
    }
}
