//! Frames that no client would send, on the real route; the lab's check on the binary under test.

use anyhow::Result;
use hubbub_lab::checks::hostile_frames;

use crate::support::binary;

#[tokio::test]
async fn hostile_frames_get_the_right_answer_and_disturb_nobody() -> Result<()> {
    let report = hostile_frames::run(binary()).await?;
    assert!(report.passed(), "{report}");
    Ok(())
}
