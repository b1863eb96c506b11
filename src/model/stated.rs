use super::Located;

/// What a file says about something that it need not say. Only what is absent may be told as missing:
/// a faulty value has been told already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stated<T> {
    /// Nothing.
    #[default]
    Absent,
    /// Something that could not be read.
    Faulty,
    /// This.
    Given(Located<T>),
}

impl<T> Stated<T> {
    /// What it says, with its place.
    pub fn given(&self) -> Option<&Located<T>> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Faulty => None,
        }
    }

    /// What it says.
    pub fn value(&self) -> Option<&T> {
        self.given().map(|located| &located.value)
    }

    /// Whether it says nothing.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}
