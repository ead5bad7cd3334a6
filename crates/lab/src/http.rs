//! Just enough HTTP/1.1 for the API: one request per connection, JSON both ways.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use hubbub_protocol::Refusal;
use serde::{Serialize, de::DeserializeOwned};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// No answer of the API is larger; what is larger is a fault.
const LARGEST_ANSWER: u64 = 32 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// An answer with its status.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as `T` if the request succeeded, otherwise the refusal as an error.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        if !(200..300).contains(&self.status) {
            bail!("the server answered {}: {}", self.status, self.refused());
        }
        serde_json::from_slice(&self.body).context("the answer is not what the protocol describes")
    }

    fn refused(&self) -> String {
        match serde_json::from_slice::<Refusal>(&self.body) {
            Ok(refusal) => format!("{:?}, {}", refusal.code, refusal.message),
            Err(_) => String::from_utf8_lossy(&self.body).chars().take(200).collect(),
        }
    }
}

/// `GET`, with a bearer token where one is needed.
pub async fn get(address: SocketAddr, path: &str, token: Option<&str>) -> Result<Answer> {
    request(address, "GET", path, token, &[]).await
}

/// `POST` of a JSON body.
pub async fn post(address: SocketAddr, path: &str, token: Option<&str>, body: &impl Serialize) -> Result<Answer> {
    request(address, "POST", path, token, &serde_json::to_vec(body)?).await
}

/// `DELETE`.
pub async fn delete(address: SocketAddr, path: &str, token: Option<&str>) -> Result<Answer> {
    request(address, "DELETE", path, token, &[]).await
}

async fn request(address: SocketAddr, method: &str, path: &str, token: Option<&str>, body: &[u8]) -> Result<Answer> {
    use std::fmt::Write as _;

    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    if let Some(token) = token {
        let _ = write!(head, "Authorization: Bearer {token}\r\n"); // Writing to a string cannot fail.
    }
    if method == "POST" {
        let _ = write!(head, "Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    }
    head.push_str("\r\n");
    let bytes = [head.as_bytes(), body].concat();
    let answered = timeout(PATIENCE, exchange(address, &bytes)).await;
    let read = answered.with_context(|| format!("{method} {path} took longer than {PATIENCE:?}"))?;
    parse(&read.with_context(|| format!("{method} {path} failed"))?)
}

async fn exchange(address: SocketAddr, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.take(LARGEST_ANSWER).read_to_end(&mut answer).await?;
    Ok(answer)
}

fn parse(bytes: &[u8]) -> Result<Answer> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = response.parse(bytes).context("the answer is not HTTP")? else {
        bail!("the answer ends inside its head");
    };
    let header = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).into_owned())
    };
    ensure!(header("transfer-encoding").is_none(), "the answer is chunked, which this small client does not read");
    let body = bytes[start..].to_vec();
    if let Some(length) = header("content-length") {
        ensure!(length.trim().parse() == Ok(body.len()), "the answer ends after {} of {length} bytes", body.len());
    }
    Ok(Answer { status: response.code.context("the answer has no status")?, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let answer = parse(b"HTTP/1.1 201 Created\r\ncontent-length: 4\r\n\r\ntrue").expect("it is whole");
        assert_eq!(answer.status, 201);
        assert!(answer.json::<bool>().expect("it is JSON"));
    }

    #[test]
    fn an_answer_that_was_cut_is_an_error() {
        assert!(parse(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntrue").is_err());
        assert!(parse(b"HTTP/1.1 200 OK\r\nContent-").is_err());
    }

    #[test]
    fn a_refusal_is_an_error_that_says_why() {
        let body = r#"{"code":"name_taken","message":"Somebody else is called Ada."}"#;
        let answer = Answer { status: 409, body: body.into() };
        let error = answer.json::<bool>().expect_err("it was refused").to_string();
        assert!(error.contains("409") && error.contains("NameTaken"), "{error}");
    }
}
