//! Flags and numbers.

use rust_decimal::Decimal;
use serde_json::json;
use toml::de::DeValue;

use super::Value;
use crate::content::fields::Input;
use crate::diagnostic::{Faults, Message};
use crate::say;

impl Value for bool {
    fn expected() -> Message {
        say!("真假值", "true or false")
    }
    fn example() -> &'static str {
        "true"
    }
    fn schema() -> serde_json::Value {
        json!({"type": "boolean"})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let flag = input.value.as_bool();
        if flag.is_none() {
            input.wrong_type::<Self>(faults);
        }
        flag
    }
}

/// A whole number from 1 to 9999.
impl Value for u32 {
    fn expected() -> Message {
        say!("整数", "an integer")
    }
    fn example() -> &'static str {
        "1"
    }
    fn schema() -> serde_json::Value {
        json!({"type": "integer", "minimum": 1, "maximum": 9999})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let Some(integer) = input.value.as_integer() else {
            input.wrong_type::<Self>(faults);
            return None;
        };
        let number = Self::from_str_radix(integer.as_str(), integer.radix()).ok();
        let number = number.filter(|n| (1..=9999).contains(n));
        if number.is_none() {
            let why = say!("应在 1 到 9999 之间", "it must lie between 1 and 9999");
            input.bad_value::<Self>(why, faults);
        }
        number
    }
}

/// A number kept exactly as it is written.
impl Value for Decimal {
    fn expected() -> Message {
        say!("数", "a number")
    }
    fn example() -> &'static str {
        "212.65"
    }
    fn schema() -> serde_json::Value {
        json!({"type": "number", "minimum": 0})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let digits = match input.value {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => {
                input.wrong_type::<Self>(faults);
                return None;
            }
        };
        let number = digits.replace('_', "").parse::<Self>().ok();
        let number = number.filter(|n| !n.is_sign_negative() || n.is_zero());
        if number.is_none() {
            let why = say!("应为不小于零的数", "it must be a number of zero or more");
            input.bad_value::<Self>(why, faults);
        }
        number
    }
}
