//! Wakes the page: at a moment, or before the next paint.

use std::{cell::Cell, rc::Rc};

use hubbub_app::ports::Happening;
use hubbub_client::Moment;
use wasm_bindgen::{JsCast, prelude::Closure};

use super::Reporter;

/// What a hidden page takes for a frame; browsers do not paint it.
const HIDDEN_FRAME_MS: i32 = 100;

/// One timer and one frame at a time.
pub(super) struct Timer {
    pending: Rc<Cell<Option<(Moment, i32)>>>,
    woke: Closure<dyn FnMut()>,
    frame: Closure<dyn FnMut()>,
}

impl Timer {
    pub(super) fn new(reporter: &Reporter) -> Self {
        let pending = Rc::new(Cell::new(None));
        let woke = {
            let (pending, reporter) = (Rc::clone(&pending), reporter.clone());
            Closure::new(move || {
                pending.set(None);
                reporter.report(Happening::Woke);
            })
        };
        let frame = {
            let reporter = reporter.clone();
            Closure::new(move || reporter.report(Happening::Frame))
        };
        Self { pending, woke, frame }
    }

    pub(super) fn wake_at(&self, at: Moment, now: Moment) {
        let window = crate::window();
        if let Some((pending, timer)) = self.pending.get() {
            if pending == at {
                return;
            }
            window.clear_timeout_with_handle(timer);
        }
        let delay = i32::try_from(at.since(now)).unwrap_or(i32::MAX);
        let timer =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(self.woke.as_ref().unchecked_ref(), delay);
        self.pending.set(timer.ok().map(|timer| (at, timer)));
    }

    pub(super) fn next_frame(&self) {
        let window = crate::window();
        let frame = self.frame.as_ref().unchecked_ref();
        let is_hidden = window.document().is_some_and(|document| document.hidden());
        // Neither can fail: both are given a function.
        if is_hidden {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(frame, HIDDEN_FRAME_MS);
        } else {
            let _ = window.request_animation_frame(frame);
        }
    }
}
