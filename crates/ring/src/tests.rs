//! Many sockets, the system's own, each with somebody at the other end.

use std::{
    io::{ErrorKind, Read as _},
    os::{fd::AsFd as _, unix::net::UnixStream},
};

use super::*;

/// More than fit into one system call, and not a multiple of it.
const MANY: usize = 150;

fn pairs(count: usize) -> Vec<(UnixStream, UnixStream)> {
    (0..count).map(|_| UnixStream::pair().expect("there are sockets")).collect()
}

#[test]
fn everybody_gets_what_is_theirs() {
    let pairs = pairs(MANY);
    let texts: Vec<String> = (0..MANY).map(|n| format!("Good morning, number {n}!")).collect();
    let mut writes: Vec<_> =
        pairs.iter().zip(&texts).map(|((near, _), text)| Write::new(near.as_fd(), text.as_bytes())).collect();
    write_each(&mut writes);
    for ((write, text), (_, far)) in writes.into_iter().zip(&texts).zip(&pairs) {
        assert_eq!(write.outcome().expect("it is open"), text.len());
        let mut got = vec![0; text.len()];
        (&*far).read_exact(&mut got).expect("it was written");
        assert_eq!(got, text.as_bytes());
    }
}

#[test]
fn one_that_is_gone_or_full_concerns_nobody_else() {
    let mut pairs = pairs(3);
    let gone = pairs.remove(0).0;
    let long = vec![b'x'; 16 << 20];
    let sockets = [&gone, &pairs[0].0, &pairs[1].0];
    let mut writes = vec![
        Write::new(sockets[0].as_fd(), b"nobody hears this"),
        Write::new(sockets[1].as_fd(), &long),
        Write::new(sockets[2].as_fd(), b"hello"),
    ];
    write_each(&mut writes);
    let outcomes: Vec<_> = writes.into_iter().map(Write::outcome).collect();
    assert_eq!(outcomes[0].as_ref().expect_err("the other end is closed").kind(), ErrorKind::BrokenPipe);
    let taken = *outcomes[1].as_ref().expect("it takes the beginning");
    assert!((1..long.len()).contains(&taken), "{taken}");
    assert_eq!(*outcomes[2].as_ref().expect("it is open"), 5);

    let mut again = [Write::new(sockets[1].as_fd(), b"more")];
    write_each(&mut again);
    let [again] = again;
    assert_eq!(again.outcome().expect_err("nobody has read").kind(), ErrorKind::WouldBlock);
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_ring_does_not_do_is_done_without_it() {
    let pairs = pairs(2);
    let mut writes: Vec<_> = pairs.iter().map(|(near, _)| Write::new(near.as_fd(), b"hello")).collect();
    uring::close();
    write_each(&mut writes);
    for write in writes {
        assert_eq!(write.outcome().expect("it is open"), 5);
    }
}
