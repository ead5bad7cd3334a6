//! What the page says about its connection.

/// Whether the page hears the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConnectionStatus {
    /// Not yet, or not any more; it is being worked on.
    #[default]
    Connecting,
    /// Connected, and up to date.
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
