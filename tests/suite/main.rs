//! What the program does, seen from outside.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod bad_input;
mod check;
mod collect;
mod commands;
mod corpus;
mod determinism;
mod export;
mod external;
mod foot;
mod golden;
mod history;
mod incremental;
mod kill;
mod lists;
mod minify;
mod out;
mod preview;
mod private;
mod publish;
mod release;
mod root;
mod search;
mod search_command;
mod seed;
mod series;
mod serve;
mod soak;
mod support;
mod usage;
