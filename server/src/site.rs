//! The files of the site: embedded in release builds, read from disk in debug builds.
//!
//! The package (wasm, script, style) is served under a URL that names the build, so it may be cached for ever and an
//! old page never gets the files of a new build. Other public files are served from the root and revalidated.

mod file;

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use hubbub_app::document::{EMOJI, LaterFiles, Package};
use leptos::config::{errors::LeptosConfigError, get_config_from_str};
use rust_embed::Embed;

/// What cargo-leptos put into `target/site`. Debug builds read the folder at run time.
#[derive(Embed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Files;

/// Where cargo-leptos puts the package.
const PACKAGE: &str = "pkg/";
/// What cargo-leptos calls the files of the later part, when it is asked to split the package.
const LATER: [&str; 2] = ["__wasm_split.______________________.js", "split_later.wasm"];
const SERVICE_WORKER: &str = "sw.js";

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const SHORTLY: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
/// A worker is bound by the policy of its own script, and this one fetches pages and files.
const WORKER_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");

/// The site that this binary serves; cheap to clone.
#[derive(Clone)]
pub(crate) struct Site(Arc<Package>);

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SiteError {
    /// `Leptos.toml` was compiled in and is not valid.
    #[error("Leptos.toml is not valid")]
    Options(#[from] LeptosConfigError),
    /// The binary was built by Cargo alone.
    #[error("this binary was built without its pages: build it with `cargo leptos build --release -P`")]
    Missing,
}

impl Site {
    /// Reads the options that were compiled in and checks that the package is there.
    pub(crate) fn load() -> Result<Self, SiteError> {
        let options = get_config_from_str(include_str!("../../Leptos.toml"))?;
        if Files::get("pkg/hubbub.wasm").is_none() {
            if !cfg!(debug_assertions) {
                return Err(SiteError::Missing);
            }
            tracing::warn!("the pages have neither style nor scripts: start the server with `cargo leptos watch`");
        }
        // While developing, files change under the same name: the live reload of cargo-leptos looks for that name.
        let (build, url) = if cfg!(debug_assertions) {
            (String::new(), "/pkg".to_owned())
        } else {
            let build = build_id();
            let url = format!("/assets/{build}");
            (build, url)
        };
        let is_split = LATER.iter().all(|file| Files::get(&format!("{PACKAGE}{file}")).is_some());
        let later = is_split.then(|| {
            let [script, wasm] = LATER.map(str::to_owned);
            LaterFiles { script, wasm }
        });
        Ok(Self(Arc::new(Package { url, build, later, options })))
    }

    /// The build of the package; empty while developing.
    pub(crate) fn build(&self) -> &str {
        &self.package().build
    }

    /// The package, as documents name it.
    pub(crate) fn package(&self) -> &Package {
        &self.0
    }

    /// The routes of all files.
    pub(crate) fn routes<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let package = get(|Path(path): Path<String>, headers: HeaderMap| async move {
            file::serve::<Files>(&format!("{PACKAGE}{path}"), &headers, package_policy())
        });
        // It lies beside the package, because cargo-leptos writes that alone, but belongs to it.
        let emoji = get(|headers: HeaderMap| async move { file::serve::<Files>(EMOJI, &headers, package_policy()) });
        let router = Router::new()
            .route(&format!("{}/{EMOJI}", self.package().url), emoji)
            .route(&format!("{}/{{*path}}", self.package().url), package)
            // Files of another build: an empty answer, not the page for what does not exist.
            .route("/assets/{*path}", get(|| async { StatusCode::NOT_FOUND }))
            .route(&format!("/{SERVICE_WORKER}"), get(service_worker));
        Files::iter().filter(|path| !is_of_package(path) && path != SERVICE_WORKER && !file::is_variant(path)).fold(
            router,
            |router, path| {
                let url = format!("/{path}");
                router.route(
                    &url,
                    get(|headers: HeaderMap| async move { file::serve::<Files>(&path, &headers, SHORTLY) }),
                )
            },
        )
    }
}

async fn service_worker(headers: HeaderMap) -> impl IntoResponse {
    let policy = [(header::CONTENT_SECURITY_POLICY, WORKER_POLICY)];
    (policy, file::serve::<Files>(SERVICE_WORKER, &headers, REVALIDATE))
}

/// Whether the file is served under the URL that names the build.
fn is_of_package(path: &str) -> bool {
    path.starts_with(PACKAGE) || path.starts_with(EMOJI)
}

/// How long the files of the package may be kept.
fn package_policy() -> HeaderValue {
    if cfg!(debug_assertions) { REVALIDATE } else { FOR_EVER }
}

/// Names the content of the package. The same files give the same name on every node that runs this binary.
fn build_id() -> String {
    let mut paths: Vec<_> = Files::iter().filter(|path| is_of_package(path)).collect();
    paths.sort();
    let mut hasher = DefaultHasher::new();
    for path in paths {
        if let Some(file) = Files::get(&path) {
            (path, file.metadata.sha256_hash()).hash(&mut hasher);
        }
    }
    format!("{:016x}", hasher.finish())
}
