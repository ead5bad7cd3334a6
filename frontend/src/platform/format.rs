//! Times in the words of the locale.

use std::cell::RefCell;

use hubbub_app::ports::TimeStyle;
use hubbub_protocol::Timestamp;
use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
use wasm_bindgen::JsValue;

/// One formatter per style, made when it is first needed: making one is slow.
#[derive(Default)]
pub(super) struct Formats {
    time: RefCell<Option<Function>>,
    full: RefCell<Option<Function>>,
    day: RefCell<Option<Function>>,
}

impl Formats {
    pub(super) fn write(&self, at: Timestamp, style: TimeStyle) -> String {
        let (kept, options): (_, &[(&str, &str)]) = match style {
            TimeStyle::Time => (&self.time, &[("timeStyle", "short")]),
            TimeStyle::Full => (&self.full, &[("dateStyle", "full"), ("timeStyle", "short")]),
            TimeStyle::Day => (&self.day, &[("dateStyle", "full")]),
        };
        let mut kept = kept.borrow_mut();
        let format = kept.get_or_insert_with(|| formatter(options));
        let text = format.call1(&JsValue::UNDEFINED, &date(at));
        text.ok().and_then(|text| text.as_string()).unwrap_or_default()
    }
}

/// Minutes that local time is ahead of UTC.
pub(super) fn utc_offset_minutes(at: Timestamp) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "an offset is a whole number of minutes, at most a day")]
    let behind = date(at).get_timezone_offset() as i32;
    -behind
}

fn formatter(pairs: &[(&str, &str)]) -> Function {
    let options = Object::new();
    for (key, value) in pairs {
        // Setting a field of a new object cannot fail.
        let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    // Without locales it takes those of the browser.
    DateTimeFormat::new(&Array::new(), &options).format()
}

fn date(at: Timestamp) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
    let millis = at.as_millis() as f64;
    Date::new(&millis.into())
}
