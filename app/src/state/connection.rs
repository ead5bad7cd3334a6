//! What the page says about its connection.

use hubbub_client::{Client, Connection, Moment};

use super::watched::Watched;

/// How long a lost connection is nobody's business.
const SILENT_MS: u64 = 2_000;

/// Whether the page hears the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConnectionStatus {
    /// Not yet, or not any more; it is being worked on.
    #[default]
    Connecting,
    /// Connected.
    Live,
    /// The device has no network, or the server does not want this page.
    Offline,
}

impl ConnectionStatus {
    /// The value of `data-connection` on the body.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Live => "live",
            Self::Offline => "offline",
        }
    }
}

/// Something about the connection that people should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Banner {
    /// What it is about.
    pub kind: BannerKind,
    /// How many messages wait on this device.
    pub unsent: usize,
}

/// What a banner is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BannerKind {
    /// The connection has been gone for a while.
    Reconnecting,
    /// The server has a newer page; a reload keeps drafts and unsent messages.
    NewBuild,
    /// The session ended.
    SignedOut,
    /// This page is too old for the server.
    Outdated,
}

/// The signals about the connection.
pub(crate) struct Link {
    pub(crate) status: Watched<ConnectionStatus>,
    pub(crate) banner: Watched<Option<Banner>>,
    build: String,
}

impl Link {
    /// The link of a page of this build.
    pub(crate) fn new(build: String) -> Self {
        Self { status: Watched::default(), banner: Watched::default(), build }
    }

    /// Follows the client, and says when to look again.
    pub(crate) fn follow(&self, client: &Client, now: Moment, online: bool) -> Option<Moment> {
        let connection = client.connection();
        let status = match connection {
            Connection::Live => ConnectionStatus::Live,
            Connection::Connecting | Connection::Waiting { .. } if online => ConnectionStatus::Connecting,
            _ => ConnectionStatus::Offline,
        };
        self.status.follow(status);
        let due = client.lost_since().map(|since| since.plus(SILENT_MS));
        let kind = match connection {
            Connection::SignedOut => Some(BannerKind::SignedOut),
            Connection::Outdated => Some(BannerKind::Outdated),
            _ if due.is_some_and(|due| due <= now) => Some(BannerKind::Reconnecting),
            _ if self.is_outdated(client) => Some(BannerKind::NewBuild),
            _ => None,
        };
        self.banner.follow(kind.map(|kind| Banner { kind, unsent: client.unsent() }));
        due.filter(|due| *due > now)
    }

    /// Whether the server has a newer page. While developing, builds have no name.
    fn is_outdated(&self, client: &Client) -> bool {
        !self.build.is_empty() && client.server_build().is_some_and(|build| build != self.build)
    }
}
