//! HTTP/1.1 answers, found in what has been read so far.

use anyhow::{Context, Result, bail};

/// The status of the first answer and where it ends; `None` while it is not whole.
pub(super) fn first(bytes: &[u8]) -> Result<Option<(u16, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut answer = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = answer.parse(bytes).context("the answer is not HTTP")? else {
        return Ok(None);
    };
    let status = answer.code.context("the answer has no status")?;
    let header = |name: &str| {
        let found = answer.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.and_then(|header| std::str::from_utf8(header.value).ok())
    };
    let length = match (header("content-length"), header("transfer-encoding")) {
        (Some(length), _) => Some(length.trim().parse().context("a content-length that is no number")?),
        (None, Some(coding)) if coding.trim().eq_ignore_ascii_case("chunked") => chunks(&bytes[start..])?,
        _ => bail!("the answer does not say how long it is"),
    };
    let end = length.map(|length: usize| start + length);
    Ok(end.filter(|end| *end <= bytes.len()).map(|end| (status, end)))
}

/// How long a chunked body is with all its framing.
fn chunks(bytes: &[u8]) -> Result<Option<usize>> {
    let mut at = 0;
    loop {
        let Some(line) = bytes[at..].windows(2).position(|two| two == b"\r\n") else { return Ok(None) };
        let size = std::str::from_utf8(&bytes[at..at + line])?;
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)?;
        at += line + 2 + size + 2;
        if at > bytes.len() {
            return Ok(None);
        }
        // There are no trailers: nobody asks for any.
        if size == 0 {
            return Ok(Some(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answer: &str, status: u16) {
        let two = format!("{answer}HTTP/1.1 500 ");
        for cut in 0..answer.len() {
            assert_eq!(first(&two.as_bytes()[..cut]).expect("it is HTTP"), None, "cut after {cut} bytes");
        }
        assert_eq!(first(two.as_bytes()).expect("it is HTTP"), Some((status, answer.len())));
    }

    #[test]
    fn an_answer_ends_where_it_says() {
        check("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", 200);
        check("HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n", 304);
        check(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n, everyone\r\n0\r\n\r\n",
            200,
        );
    }

    #[test]
    fn an_answer_without_an_end_is_an_error() {
        assert!(first(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhi").is_err());
        assert!(first(b"SSH-2.0\r\n\r\n").is_err());
    }
}
