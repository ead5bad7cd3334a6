//! What the device keeps for an account: outbox, drafts and read markers, in IndexedDB.
//!
//! Each account has a database of its own, so that nobody sends what somebody else wrote. A transaction commits by
//! itself as soon as anything else is awaited, so each holds one request. Requests run in the order they were made.

use std::{cell::RefCell, rc::Rc};

use futures::future::{Either, select};
use hubbub_app::ports::{Draft, Happening, Kept};
use hubbub_client::{Mark, Unsent};
use hubbub_protocol::{AccountId, Nonce, json};
use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Transaction, TransactionMode};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Reporter;

const VERSION: u32 = 1;
const OUTBOX: &str = "outbox";
const DRAFTS: &str = "drafts";
const READS: &str = "reads";
/// How long a database may take to open; some browsers never answer.
const PATIENCE_MS: i32 = 3_000;

/// Something to keep or to forget.
pub(super) enum Job {
    Save(Unsent),
    Forget(Nonce),
    Draft(Draft),
    Read(Mark),
}

/// The database of one account.
pub(super) struct Storage {
    state: RefCell<State>,
    reporter: Reporter,
}

enum State {
    /// Not open yet; this is to be done afterwards.
    Opening(Vec<Job>),
    Open(Database),
    /// This browser keeps nothing, or keeps it from us.
    Missing,
}

impl Storage {
    /// Opens the database and reports what is in it.
    pub(super) fn open(account: AccountId, reporter: Reporter) -> Rc<Self> {
        let storage = Rc::new(Self { state: RefCell::new(State::Opening(Vec::new())), reporter });
        let opening = Rc::clone(&storage);
        spawn_local(async move {
            let name = "hubbub-".to_owned() + &account.to_string();
            let database = match select(Box::pin(open(&name)), Box::pin(patience())).await {
                Either::Left((database, _)) => database,
                Either::Right(_) => None,
            };
            let kept = match &database {
                Some(database) => load(database).await,
                None => Kept::default(),
            };
            let state = database.map_or(State::Missing, State::Open);
            let waiting = opening.state.replace(state);
            opening.reporter.report(Happening::Loaded(kept));
            if let State::Opening(jobs) = waiting {
                for job in jobs {
                    opening.take(job);
                }
            }
        });
        storage
    }

    /// Does this, at once or once the database is open.
    pub(super) fn take(&self, job: Job) {
        let nonce = match &job {
            Job::Save(unsent) => Some(unsent.nonce),
            _ => None,
        };
        let transaction = match &mut *self.state.borrow_mut() {
            State::Opening(jobs) => return jobs.push(job),
            State::Open(database) => start(database, &job).ok(),
            State::Missing => None,
        };
        let Some(nonce) = nonce else { return };
        let reporter = self.reporter.clone();
        spawn_local(async move {
            let is_saved = match transaction {
                Some(transaction) => transaction.await.is_ok_and(|result| result.is_committed()),
                None => false,
            };
            let happening = if is_saved { Happening::OutboxSaved(nonce) } else { Happening::OutboxUnsaved(nonce) };
            reporter.report(happening);
        });
    }
}

async fn open(name: &str) -> Option<Database> {
    let mut request = Factory::new().ok()?.open(name, Some(VERSION)).ok()?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for store in [OUTBOX, DRAFTS, READS] {
                // Without it every request fails later, and the page goes on without storage.
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    request.await.ok()
}

/// Resolves when the database took too long.
async fn patience() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // Setting a timer cannot fail.
        let _ = crate::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE_MS);
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}

/// Makes the request and its transaction, which goes on by itself.
fn start(database: &Database, job: &Job) -> Result<Transaction, idb::Error> {
    let (store, key, value) = match job {
        Job::Save(unsent) => (OUTBOX, unsent.nonce.to_string(), Some(written(unsent))),
        Job::Forget(nonce) => (OUTBOX, nonce.to_string(), None),
        Job::Draft(draft) => (DRAFTS, draft.room.to_string(), (!draft.is_empty()).then(|| written(draft))),
        Job::Read(mark) => (READS, mark.room.to_string(), Some(written(mark))),
    };
    let transaction = database.transaction(&[store], TransactionMode::ReadWrite)?;
    let objects = transaction.object_store(store)?;
    let key = JsValue::from(key);
    // The request is not awaited: whether it succeeded is known when the transaction is done.
    match value {
        Some(value) => drop(objects.put(&value, Some(&key))?),
        None => drop(objects.delete(key)?),
    }
    Ok(transaction)
}

async fn load(database: &Database) -> Kept {
    Kept { outbox: all(database, OUTBOX).await, drafts: all(database, DRAFTS).await, reads: all(database, READS).await }
}

/// Everything in a store. What cannot be read was written by another version and is passed over.
async fn all<T: DeserializeOwned>(database: &Database, store: &str) -> Vec<T> {
    let values = texts(database, store).await.unwrap_or_default();
    values.iter().filter_map(|text| json::read(text).ok()).collect()
}

async fn texts(database: &Database, store: &str) -> Result<Vec<String>, idb::Error> {
    let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
    let values = transaction.object_store(store)?.get_all(None, None)?.await?;
    Ok(values.iter().filter_map(JsValue::as_string).collect())
}

fn written(value: &impl Serialize) -> JsValue {
    serde_json::to_string(value).expect("ids, texts and numbers always encode").into()
}
