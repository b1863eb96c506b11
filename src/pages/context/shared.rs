//! What many pages have in common.

use std::fmt::Debug;
use std::marker::PhantomData;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// A part of a context that many pages have in common. It is made into what templates read once, and
/// passed on as that; a digest stands for it where one of the whole context is made, in a form that is
/// not for people. `T` says what it holds; nothing of that is borrowed.
#[derive(Clone, Debug)]
pub struct Shared<T> {
    made: Option<Made>,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone, Debug)]
struct Made {
    value: tera::Value,
    digest: [u8; 32],
}

impl<T> Shared<T> {
    /// Makes a part of a `T`, whatever that borrows from.
    pub(crate) fn new(part: &impl Serialize) -> Self {
        let value = tera::Value::try_from_serializable(part).ok();
        let made = value.zip(digest(part));
        Self {
            made: made.map(|(value, digest)| Made { value, digest }),
            of: PhantomData,
        }
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(made) = &self.made else {
            return Err(S::Error::custom("a part of the context has no form"));
        };
        if serializer.is_human_readable() {
            made.value.serialize(serializer)
        } else {
            made.digest.serialize(serializer)
        }
    }
}

#[cfg(test)]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Shared<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}

/// Stands for everything in a context, or in a part of one. None if it cannot be told.
pub(crate) fn digest(context: &impl Serialize) -> Option<[u8; 32]> {
    let bytes = postcard::to_stdvec(context).ok()?;
    Some(Sha256::digest(bytes).into())
}
