use super::Text;
use crate::diagnostic::Span;

/// A word that texts are searched for: one that is wrong, or that somebody should look at.
#[derive(Clone, Debug)]
pub struct WatchedWord {
    /// The word, to the character.
    pub text: Text,
    /// What to write in its place.
    pub replacement: Option<Text>,
    /// Why it is watched.
    pub reason: Option<Text>,
    /// Longer words that hold it and are right.
    pub except: Vec<Text>,
    /// Where it is declared.
    pub span: Span,
}
