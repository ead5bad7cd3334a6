//! What fuzzing found worth keeping stays right: every input of every corpus.

use std::{
    fs,
    path::{Path, PathBuf},
};

use hubbub_fuzz::{COMMANDS, FRAMES, RESUME, SEQUENCE, Target};

/// Bytes that the largest process may have taken.
const MEMORY: u64 = 256 * 1024 * 1024;
/// Bytes that all that is kept may have.
const KEPT: u64 = 500 * 1024;

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Every file below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("it is an entry").path()).collect();
    files.sort();
    files
}

fn replay(target: &Target) {
    let inputs = files(&corpora().join(target.name));
    assert!(!inputs.is_empty(), "nothing is kept of {}", target.name);
    for input in inputs {
        let name = input.display().to_string();
        let bytes = fs::read(&input).expect("it can be read");
        let outcome = std::panic::catch_unwind(|| (target.check)(&bytes));
        assert!(outcome.is_ok(), "{name}");
    }
    assert!(highest_memory() <= MEMORY, "{} bytes of memory", highest_memory());
}

/// The most memory that this process had so far.
fn highest_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("this is Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("it tells the highest memory");
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("it is a number");
    kibibytes * 1024
}

#[test]
fn frames() {
    replay(&FRAMES);
}

#[test]
fn commands() {
    replay(&COMMANDS);
}

#[test]
fn resume() {
    replay(&RESUME);
}

#[test]
fn sequence() {
    replay(&SEQUENCE);
}

#[test]
fn every_target_has_its_corpus_and_all_are_small() {
    let names: Vec<_> = files(&corpora());
    let names: Vec<_> = names.iter().filter_map(|folder| folder.file_name()).collect();
    let mut expected = hubbub_fuzz::ALL.map(|target| target.name);
    expected.sort_unstable();
    assert_eq!(names, expected);
    let inputs = hubbub_fuzz::ALL.iter().flat_map(|target| files(&corpora().join(target.name)));
    let kept: u64 = inputs.map(|input| fs::metadata(input).expect("it is there").len()).sum();
    assert!(kept <= KEPT, "{kept} bytes");
}
