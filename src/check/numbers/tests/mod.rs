//! Sentences and the example site.

mod example;
mod properties;
mod sentences;
