//! What a browser may load and run: nothing, except in our pages.

use axum::http::HeaderValue;

/// For everything that is not a page.
pub(crate) const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// For a page whose scripts and styles carry `nonce`, which must be fresh for each response.
pub(crate) fn page(nonce: &str) -> Option<HeaderValue> {
    let is_nonce =
        !nonce.is_empty() && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte));
    let policy = format!(
        "default-src 'none'; \
         script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' blob: data:; \
         media-src 'self' blob:; \
         font-src 'self'; \
         connect-src 'self'; \
         worker-src 'self'; \
         manifest-src 'self'; \
         form-action 'self'; \
         base-uri 'none'; \
         object-src 'none'; \
         frame-ancestors 'none'"
    );
    is_nonce.then(|| HeaderValue::try_from(policy).expect("a policy with a checked nonce is visible ASCII"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_run_only_what_carries_its_nonce() {
        let policy = page("bm9uY2U=").expect("a nonce");
        let policy = policy.to_str().expect("text");
        assert!(policy.starts_with("default-src 'none'; script-src 'nonce-bm9uY2U=' 'strict-dynamic'"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }

    #[test]
    fn a_nonce_cannot_smuggle_in_a_directive() {
        for nonce in ["", "a'; script-src *", "a b", "a\n"] {
            assert_eq!(page(nonce), None, "{nonce:?}");
        }
    }
}
