//! What is fuzzed, as plain functions: each takes any bytes and panics when something is wrong.
//!
//! libFuzzer drives them in programs of their own (`cargo xtask fuzz`); the inputs that it found worth keeping are run
//! as an ordinary test.

mod choices;
mod clock;
mod commands;
mod cost;
mod device;
mod frames;
mod line;
mod resume;
mod sequence;

/// Something to fuzz.
#[derive(Debug)]
pub struct Target {
    /// What it is called, as the program and the folder of its corpus are.
    pub name: &'static str,
    /// Tries an input. Panics when what comes of it is wrong, or costs too much time.
    pub check: fn(&[u8]),
}

/// Reading the bytes of a client, in whatever pieces they come.
pub const FRAMES: Target = Target { name: "frames", check: frames::check };
/// Reading a command.
pub const COMMANDS: Target = Target { name: "commands", check: commands::check };
/// Coming back with any positions in any rooms.
pub const RESUME: Target = Target { name: "resume", check: resume::check };
/// Any sequence of what people do, with a model of what must come of it.
pub const SEQUENCE: Target = Target { name: "sequence", check: sequence::check };

/// Everything that is fuzzed.
pub const ALL: [Target; 4] = [FRAMES, COMMANDS, RESUME, SEQUENCE];
