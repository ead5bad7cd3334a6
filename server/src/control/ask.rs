//! The side of the command line.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::Shutdown,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{Answer, LONGEST, Order, socket};

/// How long the server may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why nobody was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskError {
    /// No server listens there.
    #[error("no Hubbub is running on {}: start it, or name its directory with --data-dir", .0.display())]
    NotRunning(PathBuf),
    /// It belongs to somebody else.
    #[error("only the user who runs Hubbub on {} may do this", .0.display())]
    NotAllowed(PathBuf),
    /// It did not answer.
    #[error("the server did not answer")]
    NoAnswer(#[source] io::Error),
}

/// Gives an order to the server that runs on a data directory.
pub(crate) fn ask(data_dir: &Path, order: &Order) -> Result<Answer, AskError> {
    let stream = UnixStream::connect(socket(data_dir)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => AskError::NotRunning(data_dir.to_owned()),
        io::ErrorKind::PermissionDenied => AskError::NotAllowed(data_dir.to_owned()),
        _ => AskError::NoAnswer(error),
    })?;
    exchange(stream, order).map_err(AskError::NoAnswer)
}

fn exchange(mut stream: UnixStream, order: &Order) -> io::Result<Answer> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = serde_json::to_vec(order)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    stream.shutdown(Shutdown::Write)?;
    let mut answer = String::new();
    BufReader::new(stream.take(LONGEST)).read_line(&mut answer)?;
    Ok(serde_json::from_str(&answer)?)
}
