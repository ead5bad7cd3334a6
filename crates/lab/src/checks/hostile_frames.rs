//! Check 32: frames that no client would send, on the real route, while two neighbours chat on undisturbed.

mod cases;
mod neighbours;

use std::{path::Path, time::Duration};

use anyhow::{Context, Result};
use hubbub_protocol::{CommandFrame, ErrorCode, Reply, ServerFrame};
use tokio::{io::AsyncWriteExt, time::timeout};

use crate::{
    ServerProcess,
    bare::hello,
    latencies::Latencies,
    raw::{self, RawSocket, Received},
    report::{Report, kibibytes, millis},
    server::Session,
};

use cases::{Case, Expected};
use neighbours::Neighbours;

const ANSWERED_WITHIN: Duration = Duration::from_secs(15);
/// Messages between the neighbours; silence instead of hello alone takes ten seconds.
const WORDS: usize = 30;
/// No message between neighbours may take longer. Most take a few milliseconds; the machine is shared with the attack.
const UNDISTURBED: Duration = Duration::from_secs(1);
const GROWTH: u64 = 8 * 1024 * 1024;

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ending {
    /// The server closed with this code.
    Closed(u16),
    /// The server hung up without a word.
    Dropped,
    /// The server refused and stayed.
    Refused(ErrorCode),
    /// The server answered something else and stayed.
    Answered,
    /// Nothing came.
    Nothing,
}

/// Runs the check.
pub async fn run(binary: &Path) -> Result<Report> {
    let mut report = Report::new("hostile-frames");
    let mut process = ServerProcess::start(binary).await?;
    let mut neighbours = Neighbours::gather(process.server()).await?;
    // The first of anything costs memory that stays, so one harmless connection goes before the measurement.
    attack(&process.server().sign_in("Marvin").await?, &cases::harmless()).await?;
    let control = neighbours.undisturbed().await?;
    let before = process.usage()?.memory;
    let mut highest = before;
    let cases = cases::all();
    for (number, case) in cases.iter().enumerate() {
        // Each has an account of its own: one account may hold only a few connections, and some take time to close.
        let marvin = process.server().sign_in(&format!("Marvin {number}")).await?;
        let ending = attack(&marvin, case).await.with_context(|| case.name.to_owned())?;
        highest = highest.max(process.usage()?.memory);
        report.require(case.expected.holds(&ending), || format!("{}: {ending:?}, not {:?}", case.name, case.expected));
    }
    report.require_ok(process.is_sound());
    report.fact(format!("{} cases, each against its close code or refusal", cases.len()));
    let growth = highest - before;
    report.fact(format!("server memory: {} more at the highest (bar {})", kibibytes(growth), kibibytes(GROWTH)));
    report.require(growth <= GROWTH, || "hostile frames cost the server too much memory".to_owned());
    match neighbours.so_far() {
        Ok(chat) => tell_chat(&mut report, &control, &chat),
        Err(error) => report.require_ok(Err(error.context("the neighbours were disturbed"))),
    }
    Ok(report)
}

fn tell_chat(report: &mut Report, control: &Latencies, chat: &Latencies) {
    let [before, p50, p99] = [control.p99(), chat.p50(), chat.p99()].map(millis);
    report.fact(format!(
        "meanwhile {} messages between neighbours, p50 {p50}, p99 {p99} (p99 before: {before})",
        chat.count()
    ));
    report.require(chat.count() >= WORDS, || "the neighbours hardly got a word in".to_owned());
    let slowest = chat.permille(1_000);
    report.require(slowest < UNDISTURBED, || format!("a message between neighbours took {}", millis(slowest)));
}

/// Does one hostile thing on a connection of its own and says how the server took it.
async fn attack(session: &Session, case: &Case) -> Result<Ending> {
    let mut socket = raw::open(session).await?;
    if case.greets {
        greet(&mut socket).await?;
    }
    let RawSocket { mut reader, mut writer } = socket;
    let bytes = (case.bytes)();
    let writing = async {
        // A server that hangs up in the middle is within its rights; how it did so is read on the other side.
        let _ = writer.write_all(&bytes).await;
        std::future::pending::<Ending>().await
    };
    let reading = async {
        let mut last = Ending::Nothing;
        loop {
            match reader.next().await {
                Some(Received::Close(code)) => return Ending::Closed(code),
                Some(Received::Text(text)) => {
                    let Some(ending) = answer(&text) else { continue };
                    if case.expected.is_met_by_answer() {
                        return ending;
                    }
                    last = ending;
                }
                Some(_) => {}
                None if last == Ending::Nothing => return Ending::Dropped,
                None => return last,
            }
        }
    };
    let ending = async {
        tokio::select! { ending = reading => ending, ending = writing => ending }
    };
    Ok(timeout(ANSWERED_WITHIN, ending).await.unwrap_or(Ending::Nothing))
}

async fn greet(socket: &mut RawSocket) -> Result<()> {
    let text = CommandFrame { id: 1, command: hello().into() }.encode();
    socket.writer.write_all(&raw::Frame::text(text).bytes()).await?;
    let welcome = timeout(ANSWERED_WITHIN, socket.reader.next()).await.context("hello was not answered")?;
    anyhow::ensure!(matches!(welcome, Some(Received::Text(_))), "hello was answered with {welcome:?}");
    Ok(())
}

/// The reply in a frame; events are none.
fn answer(text: &str) -> Option<Ending> {
    match ServerFrame::decode(text).ok()? {
        ServerFrame::Event(_) => None,
        ServerFrame::Reply(reply) => match reply.result {
            Reply::Refused { error } => Some(Ending::Refused(error.code)),
            _ => Some(Ending::Answered),
        },
    }
}

impl Expected {
    fn holds(&self, ending: &Ending) -> bool {
        match (self, ending) {
            (Self::Closed(code), Ending::Closed(ended)) => code.code() == *ended,
            (Self::Refused(code), Ending::Refused(refused)) => code == refused,
            (Self::Unharmed | Self::UnharmedOrClosed(_), Ending::Answered | Ending::Refused(_)) => true,
            (Self::UnharmedOrClosed(codes), Ending::Closed(ended)) => codes.iter().any(|code| code.code() == *ended),
            _ => false,
        }
    }

    /// Whether the first answer decides; otherwise the server is expected to end the connection after it.
    fn is_met_by_answer(&self) -> bool {
        !matches!(self, Self::Closed(_))
    }
}
