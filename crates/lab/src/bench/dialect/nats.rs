//! The text protocol of NATS: lines, and bodies of an announced length, cut into frames anywhere.

use anyhow::{Context, Result, bail};

use super::Meaning;

/// Says who we are and follows the one subject.
pub(super) fn greeting() -> String {
    concat!(r#"CONNECT {"verbose":false,"pedantic":false,"echo":true}"#, "\r\nSUB room 1\r\nPING\r\n").to_owned()
}

pub(super) fn message(body: &str) -> String {
    format!("PUB room {}\r\n{body}\r\n", body.len())
}

/// Where in the stream a connection stands.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Bytes of the current body, and of the end of its line, that are still to come.
    body: usize,
    /// A line that is not whole yet.
    line: Vec<u8>,
}

impl Reading {
    pub(super) fn read(&mut self, mut bytes: &[u8]) -> Result<Meaning> {
        let (mut messages, mut meaning) = (0, Meaning::Nothing);
        while !bytes.is_empty() {
            if self.body > 0 {
                let taken = self.body.min(bytes.len());
                self.body -= taken;
                messages += u32::from(self.body == 0);
                bytes = &bytes[taken..];
                continue;
            }
            let end = bytes.iter().position(|byte| *byte == b'\n').map(|end| end + 1);
            let (line, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
            self.line.extend(line);
            bytes = rest;
            if end.is_some() {
                meaning = self.take_line()?.unwrap_or(meaning);
                self.line.clear();
            }
        }
        Ok(if messages > 0 { Meaning::Messages(messages) } else { meaning })
    }

    fn take_line(&mut self) -> Result<Option<Meaning>> {
        let line = std::str::from_utf8(&self.line)?.trim_end();
        let mut words = line.split(' ');
        match words.next() {
            Some("MSG") => {
                let length = words.next_back().and_then(|length| length.parse::<usize>().ok());
                self.body = length.context("a MSG without a length")? + "\r\n".len();
            }
            Some("PONG") => return Ok(Some(Meaning::Ready)),
            Some("PING") => return Ok(Some(Meaning::Return("PONG\r\n"))),
            Some("INFO" | "+OK") => {}
            _ => bail!("NATS said {line}"),
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "INFO {}\r\nPONG\r\nMSG room 1 2\r\nhi\r\nMSG room 1 4\r\nM\r\n!\r\nPING\r\n";

    #[test]
    fn messages_are_counted_however_the_stream_is_cut() {
        for cut in 0..STREAM.len() {
            let mut reading = Reading::default();
            let (one, other) = STREAM.as_bytes().split_at(cut);
            let count = [one, other].into_iter().map(|bytes| match reading.read(bytes).expect("it is well-formed") {
                Meaning::Messages(count) => count,
                _ => 0,
            });
            assert_eq!(count.sum::<u32>(), 2, "cut after {cut} bytes");
        }
    }

    #[test]
    fn signs_of_life_are_asked_for_and_given() {
        let mut reading = Reading::default();
        assert_eq!(reading.read(b"INFO {}\r\nPONG\r\n").expect("it is well-formed"), Meaning::Ready);
        assert_eq!(reading.read(b"PING\r\n").expect("it is well-formed"), Meaning::Return("PONG\r\n"));
        assert!(reading.read(b"-ERR 'Slow Consumer'\r\n").is_err());
    }
}
