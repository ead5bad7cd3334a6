//! How much a browser must load before the page is alive.

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;
use crate::{process, say};

/// 200 KB. What keeps the page below it is in `docs/decisions/0002-page-size.md`.
const LIMIT: u64 = 204_800;

/// Node has a brotli encoder; the runner needs none of its own. The file is the last argument.
const BROTLI_11: &str = "\
const zlib = require('node:zlib');
const wasm = require('node:fs').readFileSync(process.argv[1]);
const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: wasm.length };
console.log(zlib.brotliCompressSync(wasm, { params }).length);";

/// Compresses the wasm as the server's build does and holds it against the limit.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let wasm = workspace.page_wasm()?;
    ensure!(wasm.is_file(), "{} was not built", wasm.display());
    let mut node = workspace.command("node");
    let size = process::output(node.args(["-e", BROTLI_11]).arg(&wasm))?;
    judge(size.trim().parse().context("node did not print a size")?)
}

fn judge(size: u64) -> Result<()> {
    say::line(format!("wasm: {size} bytes after brotli 11 (limit {LIMIT})"));
    ensure!(size <= LIMIT, "the wasm is {} bytes over the limit", size - LIMIT);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_itself_is_allowed_and_one_byte_more_is_not() {
        assert!(judge(LIMIT).is_ok());
        let error = judge(LIMIT + 1).expect_err("it is too big").to_string();
        assert_eq!(error, "the wasm is 1 bytes over the limit");
    }
}
