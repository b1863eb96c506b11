//! What can be said of a claim.

use crate::diagnostic::Message;
use crate::say;

/// Whether a claim holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It does.
    Right,
    /// It does not.
    Wrong,
    /// The digits are right as far as they go, but were cut off and not rounded.
    Truncated,
    /// The text does not say enough.
    Undecidable(Why),
}

/// Why a claim cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// What it is a share of, or what was done, is not said.
    NoParts,
    /// It is a change, and what it changed from is not said.
    NoBase,
    /// A number is only said roughly.
    Rough,
    /// The parts are rounded, and what they were before may fit.
    Rounded,
    /// Several numbers could be meant.
    Several,
    /// The parts need not be all parts, or may overlap.
    Partial,
    /// The words leave open whether the numbers are of the same thing.
    Scope,
}

impl Why {
    /// The reason in words.
    pub(super) fn message(self) -> Message {
        match self {
            Self::NoParts => say!(
                "文中没有写出分子或分母",
                "the text does not say of what it is a share"
            ),
            Self::NoBase => say!(
                "文中没有写出基数",
                "the text does not say what it changed from"
            ),
            Self::Rough => say!("数字是约数", "a number is only said roughly"),
            Self::Rounded => say!(
                "各数是四舍五入后的，差额可能由此而来",
                "the numbers are rounded, which may be the difference"
            ),
            Self::Several => say!("不能确定指的是哪些数", "several numbers could be meant"),
            Self::Partial => say!(
                "各部分可能没有列全，也可能重叠",
                "the parts may be not all, or overlap"
            ),
            Self::Scope => say!(
                "不能确定说的是同一件事",
                "the numbers may be of different things"
            ),
        }
    }
}
