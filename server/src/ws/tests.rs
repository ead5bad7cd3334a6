//! The upgrade and the loop.
