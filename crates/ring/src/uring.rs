//! One `io_uring` for each thread that writes.

use std::{cell::RefCell, io, os::fd::AsRawFd as _};

use io_uring::{IoUring, opcode, types::Fd};

use crate::{FLAGS, Write};

/// Sockets that are written to with one system call.
const AT_ONCE: u32 = 64;

thread_local! {
    /// `None` where the system has none for us.
    static RING: RefCell<Option<IoUring>> = RefCell::new(open().ok());
}

fn open() -> io::Result<IoUring> {
    // What a write leaves to be done is done when its completion is fetched, and interrupts nobody before that.
    let newest = IoUring::builder().setup_single_issuer().setup_defer_taskrun().build(AT_ONCE);
    newest.or_else(|_| IoUring::new(AT_ONCE))
}

/// Writes as much of each as its socket takes at once. What could not even be tried stays without an outcome.
pub(crate) fn write_each(writes: &mut [Write<'_>]) {
    RING.with_borrow_mut(|ring| {
        for writes in writes.chunks_mut(AT_ONCE as usize) {
            let Some(working) = ring else { return };
            if write_at_once(working, writes).is_err() {
                *ring = None;
            }
        }
    });
}

/// At most [`AT_ONCE`] of them. After an error the ring is good for nothing, and nothing is under way in it.
fn write_at_once(ring: &mut IoUring, writes: &mut [Write<'_>]) -> io::Result<()> {
    for (index, write) in (0..).zip(writes.iter()) {
        // A longer one is taken in part, as a socket may.
        let length = u32::try_from(write.bytes.len()).unwrap_or(u32::MAX);
        let send = opcode::Send::new(Fd(write.socket.as_raw_fd()), write.bytes.as_ptr(), length);
        let entry = send.flags(FLAGS.bits().cast_signed()).build().user_data(index);
        #[expect(unsafe_code, reason = "the kernel is given addresses")]
        // SAFETY: The bytes and the descriptor are borrowed for longer than this function runs, and it does not return
        // before the kernel is done with all that it was handed (`finish`).
        let pushed = unsafe { ring.submission().push(&entry) };
        pushed.map_err(io::Error::other)?;
    }
    finish(ring, writes)
}

/// Hands everything over and waits until all of it is done. None of the writes waits for its socket, so neither does
/// this.
fn finish(ring: &mut IoUring, writes: &mut [Write<'_>]) -> io::Result<()> {
    let mut done = 0;
    loop {
        let entered = ring.submit_and_wait(writes.len() - done);
        for completion in ring.completion() {
            let index = usize::try_from(completion.user_data()).ok();
            if let Some(write) = index.and_then(|index| writes.get_mut(index)) {
                write.outcome = Some(usize::try_from(completion.result()).map_err(|_| error(completion.result())));
                done += 1;
            }
        }
        if done == writes.len() {
            return Ok(());
        }
        match entered {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Nothing was taken yet, so nothing is under way: the entries go with the ring.
            Err(error) if done == 0 && ring.submission().len() == writes.len() => return Err(error),
            // The kernel may still read the bytes, and nobody can tell when it stops.
            Err(_) => std::process::abort(),
        }
    }
}

fn error(result: i32) -> io::Error {
    io::Error::from_raw_os_error(-result)
}

/// As if the system had none for this thread.
#[cfg(test)]
pub(crate) fn close() {
    RING.set(None);
}
