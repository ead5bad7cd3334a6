//! Fetches the later part of the package. What is in it, and why, is in `hubbub_app::later`.

use hubbub_app::{later::Functions, ports::Urgency};
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// How long the page is left alone where the browser cannot tell that it is idle.
const IDLE_MS: i32 = 1_000;

/// What leads to everything that is later; none if the browser cannot fetch it now. The next call tries again.
pub(crate) async fn load(urgency: Urgency) -> Option<Functions> {
    if urgency == Urgency::Idle {
        // What only waits cannot fail.
        let _ = JsFuture::from(idle()).await;
    }
    fetch().await
}

/// All that is reached through this function and not otherwise becomes a file of its own, if cargo-leptos is asked for
/// that. It is the only one of its kind, so there is one such file. A failure is told on the console already.
#[cfg(feature = "split")]
#[expect(clippy::unnecessary_wraps, reason = "the error is what comes in its place when it cannot be fetched")]
async fn fetch() -> Option<Functions> {
    use leptos::wasm_split::{SplitLoaderError, wasm_split};

    #[wasm_split(later, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn all() -> Result<Functions, SplitLoaderError> {
        Ok(Functions::all())
    }

    all().await.ok()
}

/// The package is one file.
#[cfg(not(feature = "split"))]
#[expect(clippy::unused_async, reason = "the other one has to wait")]
async fn fetch() -> Option<Functions> {
    Some(Functions::all())
}

fn idle() -> Promise {
    Promise::new(&mut |resolve, _| {
        let window = crate::window();
        if window.request_idle_callback(&resolve).is_err() {
            // It is given a function, so it cannot fail.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, IDLE_MS);
        }
    })
}
