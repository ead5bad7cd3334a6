//! The embedded site is not a source file, so Cargo must be told to look at it.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../target/site");
}
