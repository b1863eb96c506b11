//! Sentences and the example site.

mod example;
mod sentences;
