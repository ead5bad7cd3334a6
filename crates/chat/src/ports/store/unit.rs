//! Units of work from closures.

use std::future::Future;

use futures::channel::oneshot;

use super::{ReadUnit, Reader, Store, StoreError, StoreResult, Transaction, Verdict, WriteUnit};
use crate::{Error, Result};

/// Hands a change to the store and waits for what came of it.
///
/// The unit is queued before this function returns, so calls keep their order; dropping the future changes nothing.
/// `work` may run more than once, see [`WriteUnit::run`], and must do the same each time.
/// `committed` runs after the flush and in commit order, before the future resolves: this is where to publish.
pub fn write<T: Send + 'static>(
    store: &dyn Store,
    work: impl FnMut(&mut dyn Transaction) -> Result<T> + Send + 'static,
    committed: impl FnOnce(&T) + Send + 'static,
) -> impl Future<Output = Result<T>> + Send + 'static {
    let (reply, answer) = oneshot::channel();
    store.write(Box::new(Write { work, committed, result: None, reply }));
    async move { answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into())) }
}

/// Hands a look-up to the store and waits for its result.
pub fn read<T: Send + 'static>(
    store: &dyn Store,
    work: impl FnOnce(&dyn Reader) -> Result<T> + Send + 'static,
) -> impl Future<Output = Result<T>> + Send + 'static {
    let (reply, answer) = oneshot::channel();
    store.read(Box::new(Read { work, reply }));
    async move { answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into())) }
}

struct Write<T, W, C> {
    work: W,
    committed: C,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, W, C> WriteUnit for Write<T, W, C>
where
    T: Send,
    W: FnMut(&mut dyn Transaction) -> Result<T> + Send,
    C: FnOnce(&T) + Send,
{
    fn run(&mut self, tx: &mut dyn Transaction) -> Verdict {
        let result = (self.work)(tx);
        let verdict = if result.is_ok() { Verdict::Keep } else { Verdict::RollBack };
        self.result = Some(result);
        verdict
    }

    fn finish(self: Box<Self>, outcome: StoreResult<()>) {
        let result = match (outcome, self.result) {
            // A unit that was refused keeps its own reason, whatever became of the batch around it.
            (_, Some(Err(refused))) => Err(refused),
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(Ok(value))) => {
                (self.committed)(&value);
                Ok(value)
            }
            (Ok(()), None) => Err(Error::Store(StoreError::Failed("the unit never ran".into()))),
        };
        // Nobody waits any more when the client went away; the change stands all the same.
        drop(self.reply.send(result));
    }
}

struct Read<T, W> {
    work: W,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, W> ReadUnit for Read<T, W>
where
    T: Send,
    W: FnOnce(&dyn Reader) -> Result<T> + Send,
{
    fn run(self: Box<Self>, reader: StoreResult<&dyn Reader>) {
        let result = reader.map_err(Error::from).and_then(self.work);
        // Nobody waits any more when the client went away.
        drop(self.reply.send(result));
    }
}
