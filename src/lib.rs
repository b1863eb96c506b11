//! gongkai (公开) turns a folder of TOML and Markdown files, kept in git, into a static site of
//! government disclosures.
//!
//! Data flows one way; each room is a stage, and a room knows only the rooms named before it in
//! `ARCHITECTURE.md`:
//!
//! ```text
//! content::load → Site → check → pages::plan → render → release
//! ```

pub mod attachment;
pub mod build;
pub mod check;
pub mod cli;
pub mod collect;
pub mod content;
pub mod diagnostic;
pub mod edit;
pub mod export;
pub mod external;
pub mod history;
pub mod import;
pub mod markdown;
pub mod model;
pub mod pages;
pub mod preview;
pub mod publish;
pub mod release;
pub mod render;
pub mod search;
pub mod series;
pub mod url;
