//! The composition root: the only place that knows every part and puts them together.

mod data_dir;
mod upkeep;

use std::{error::Error as _, path::Path, sync::Arc, time::Duration};

use axum::{Router, extract::FromRef};
use hubbub_chat::{Chat, accounts, rooms};
use hubbub_protocol::{Epoch, path};
use hubbub_realtime::{Feed, LocalBus, Realtime, Settings};
use hubbub_store::{OpenError, Options, SqliteStore};
use tokio::{task::JoinSet, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::{
    auth::{Entrance, Limits as Tries, Links, Secret, Sessions},
    clock::{SystemClock, SystemRandom},
    config::{Accounts, Config, Http, Proxies, PublicUrl, origin::AllowedOrigins},
    control::Control,
    http::health::Health,
    lifecycle::Shutdown,
    listen::{Limits, ListenError, Listener, capacity},
    middleware::SecurityHeaders,
    router::router,
    site::{Site, SiteError},
};

use data_dir::DataDirError;
use upkeep::Upkeep;

const DATABASE: &str = "hubbub.db";

/// How long closing the database may take, so that the whole end takes less than ten seconds.
const CLOSE_WITHIN: Duration = Duration::from_millis(1_500);

/// What handlers may ask for, each for as little of it as it needs. Everything in it is a cheap handle.
#[derive(Clone, FromRef)]
pub(crate) struct AppState {
    chat: Chat,
    realtime: Realtime,
    sessions: Sessions,
    origins: AllowedOrigins,
    health: Health,
    shutdown: Shutdown,
    site: Site,
    links: Links,
    proxies: Proxies,
}

/// A server that is put together and listens, but does not answer yet.
pub(crate) struct App {
    listener: Listener,
    limits: Limits,
    router: Router,
    store: Arc<SqliteStore>,
    realtime: Realtime,
    feed: Feed,
    upkeep: Upkeep,
    shutdown: Shutdown,
    public_url: Option<PublicUrl>,
    control: Option<Control>,
    links: Links,
    /// The link that makes whoever opens it the owner, while there is none.
    set_up_link: Option<String>,
}

/// Why the server did not start, in a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// There are no pages.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The data directory cannot be used.
    #[error(transparent)]
    DataDir(#[from] DataDirError),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The first room could not be made.
    #[error("the room {} cannot be made", rooms::GENERAL)]
    General(#[source] hubbub_chat::Error),
    /// It could not be found out whether there is an owner.
    #[error("the database cannot be read")]
    Owner(#[source] hubbub_chat::Error),
    /// The address cannot be used.
    #[error(transparent)]
    Listen(#[from] ListenError),
}

impl App {
    /// Puts everything together. Who connects meanwhile waits in the queue of the socket.
    pub(crate) async fn start(config: &Config, shutdown: Shutdown) -> Result<Self, StartError> {
        let listener = Listener::bind(config.http.listen).await?;
        let site = Site::load()?;
        let data_dir = data_dir::prepare(&config.store.data_dir)?;
        let options = Options::new(Epoch::from_bytes(SystemRandom::bytes()));
        let store = Arc::new(SqliteStore::open(data_dir.join(DATABASE), &options)?);
        let (bus, feed) = LocalBus::new();
        let chat = Chat {
            store: store.clone(),
            bus: Arc::new(bus),
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemRandom),
        };
        rooms::ensure_general(&chat).await.map_err(StartError::General)?;

        let limits = limits(&config.http);
        let settings = Settings { connections: limits.connections, ..Settings::new(site.build()) };
        let realtime = Realtime::new(chat.clone(), settings);
        let public_url = config.http.public_url.clone();
        let origins = public_url
            .as_ref()
            .map_or_else(|| AllowedOrigins::loopback(listener.address().port()), AllowedOrigins::public);
        let headers = SecurityHeaders { https: public_url.as_ref().is_some_and(PublicUrl::is_https) };
        let entrance = entrance(&chat, config.accounts).await.map_err(StartError::Owner)?;
        let listens_at = format!("http://{}", listener.address());
        let links = Links::new(public_url.as_ref().map_or(&listens_at, PublicUrl::origin));
        let set_up_link = entrance.set_up.as_ref().map(|code| links.to(path::SET_UP_FORM, code));
        let tries = Tries::default();
        let sessions = Sessions::new(chat.clone(), config.sessions.terms(), public_url.as_ref(), entrance, tries);
        let health = Health { store: store.clone(), shutdown: shutdown.clone() };
        let state = AppState {
            chat,
            realtime: realtime.clone(),
            sessions,
            origins,
            health,
            shutdown: shutdown.clone(),
            site,
            links: links.clone(),
            proxies: config.http.trusted_proxies.clone(),
        };
        let control = control(&data_dir);
        tracing::info!("the data is in {}", data_dir.display());
        let upkeep = Upkeep { chat: state.chat.clone(), realtime: realtime.clone(), terms: config.sessions.terms() };
        let router = router(state, headers);
        Ok(Self {
            listener,
            limits,
            router,
            store,
            realtime,
            feed,
            upkeep,
            shutdown,
            public_url,
            control,
            links,
            set_up_link,
        })
    }

    /// Where people find it, and where it listens if that is not the same.
    pub(crate) fn address(&self) -> String {
        let listen = self.listener.address();
        self.public_url.as_ref().map_or_else(|| format!("http://{listen}"), |url| format!("{url} (on {listen})"))
    }

    /// The link that makes whoever opens it the owner, while there is none.
    pub(crate) fn set_up_link(&self) -> Option<&str> {
        self.set_up_link.as_deref()
    }

    /// Answers until the shutdown begins, then lets everything end; `false` when something did not end in time.
    pub(crate) async fn run(self) -> bool {
        let Self { listener, limits, router, store, realtime, feed, upkeep, control, links, shutdown, .. } = self;
        let stop = CancellationToken::new();
        let mut publisher = JoinSet::new();
        publisher.spawn(realtime.clone().run(feed, stop.clone()));
        let chat = upkeep.chat.clone();
        publisher.spawn(upkeep.run(stop.clone()));
        if let Some(control) = control {
            publisher.spawn(control.run(chat, links, stop.clone()));
        }
        listener.serve(router, limits, &shutdown).await;
        realtime.drain();
        let in_time = shutdown.finished(realtime.drained()).await;
        // It blocks until what is queued is on disk. What was acknowledged is there already.
        let closed = timeout(CLOSE_WITHIN, tokio::task::spawn_blocking(move || store.close())).await;
        stop.cancel();
        publisher.join_all().await;
        in_time && matches!(closed, Ok(Ok(())))
    }
}

/// How people come in. A server without an owner can be set up by whoever reads its console; each start makes another
/// code, so there is nothing of it to keep or to steal.
async fn entrance(chat: &Chat, accounts: Accounts) -> hubbub_chat::Result<Entrance> {
    let is_open = accounts.is_open;
    let is_new = !is_open && accounts::is_without_owner(chat).await?;
    Ok(Entrance { is_open, set_up: is_new.then(Secret::new) })
}

/// The socket for the command line. Without it everything else goes on.
fn control(data_dir: &Path) -> Option<Control> {
    match Control::bind(data_dir) {
        Ok(control) => Some(control),
        Err(error) => {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            tracing::warn!(%cause, "{error}: {cause}");
            None
        }
    }
}

fn limits(http: &Http) -> Limits {
    let possible = capacity::raise();
    if possible < http.max_connections {
        tracing::warn!(
            "only {possible} connections can be open at once instead of {}: raise the limit of open files",
            http.max_connections
        );
    }
    Limits { connections: http.max_connections.min(possible), header_timeout: http.header_timeout }
}
