//! One file as a response: the best encoding the browser takes, its type, and a tag to ask again with.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{Embed, EmbeddedFile};

/// The precompressed variants that cargo-leptos writes, best first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Whether the path is that of a precompressed variant.
pub(super) fn is_variant(path: &str) -> bool {
    ENCODINGS.iter().any(|(_, suffix)| path.ends_with(suffix))
}

/// The file at this path, to be kept as `caching` says.
pub(super) fn serve<F: Embed>(path: &str, request: &HeaderMap, caching: HeaderValue) -> Response {
    let Some(plain) = F::get(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = tag(&plain);
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, caching);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, tag.clone());
    if request.get(header::IF_NONE_MATCH) == Some(&tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    let (encoding, file) = ENCODINGS
        .iter()
        .filter(|(name, _)| accepts(request, name))
        .find_map(|(name, suffix)| Some((Some(*name), F::get(&format!("{path}{suffix}"))?)))
        .unwrap_or((None, plain));
    if let Some(name) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    (headers, Body::from(file.data)).into_response()
}

/// Weak, because the encodings of one file share it.
fn tag(file: &EmbeddedFile) -> HeaderValue {
    let hash = file.metadata.sha256_hash();
    let short = u64::from_be_bytes(*hash.first_chunk().expect("the hash has 32 bytes"));
    HeaderValue::try_from(format!("W/\"{short:016x}\"")).expect("hex digits are valid in a header")
}

/// Whether the browser takes this encoding.
fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    let values = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| {
        let (name, quality) = item.split_once(';').unwrap_or((item, ""));
        let is_refused = quality.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(encoding) && !is_refused
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("ico") => "image/x-icon",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site of two files, one of them with variants.
    #[derive(Embed)]
    #[folder = "src/site/example"]
    struct Example;

    fn get(path: &str, accept: Option<&'static str>) -> Response {
        let accept = accept.map(|accept| (header::ACCEPT_ENCODING, HeaderValue::from_static(accept)));
        serve::<Example>(path, &accept.into_iter().collect(), HeaderValue::from_static("no-cache"))
    }

    #[track_caller]
    fn check_encoding(accept: Option<&'static str>, expected: Option<&'static str>) {
        let response = get("a.css", accept);
        let encoding = response.headers().get(header::CONTENT_ENCODING).map(HeaderValue::as_bytes);
        assert_eq!(encoding, expected.map(str::as_bytes), "{accept:?}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
    }

    #[test]
    fn the_best_encoding_the_browser_takes_is_sent() {
        check_encoding(Some("gzip, deflate, br"), Some("br"));
        check_encoding(Some("gzip;q=0.5"), Some("gzip"));
        check_encoding(Some("BR;q=0, gzip"), Some("gzip"));
        check_encoding(Some("br;q=0.00"), None);
        check_encoding(Some("identity"), None);
        check_encoding(None, None);
    }

    #[test]
    fn a_file_without_variants_is_sent_plain() {
        let response = get("b.txt", Some("br"));
        assert_eq!((response.status(), response.headers().get(header::CONTENT_ENCODING)), (StatusCode::OK, None));
    }

    #[test]
    fn a_file_that_did_not_change_is_not_sent_again() {
        let tag = get("a.css", None).headers()[header::ETAG].clone();
        let request = HeaderMap::from_iter([(header::IF_NONE_MATCH, tag)]);
        let response = serve::<Example>("a.css", &request, HeaderValue::from_static("no-cache"));
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for path in ["c.txt", "../file.rs", "/a.css", ""] {
            assert_eq!(get(path, None).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
