//! Numbers as they are written in digits.

use rust_decimal::Decimal;

/// A number in digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) value: Decimal,
    /// How many decimals it states.
    pub(super) decimals: u32,
    /// How many bytes long it is.
    pub(super) len: usize,
    /// How many characters its whole part has.
    pub(super) digits: usize,
    /// Whether it begins with a zero that says nothing, as numbers of telephones do.
    pub(super) padded: bool,
}

/// The longest number that is reckoned with; longer ones are those of documents and people.
const MOST_DIGITS: usize = 15;

/// The value of an ASCII or full-width digit.
pub(in crate::check::numbers) fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    }
}

/// The number that the text starts with: digits, perhaps in groups of three, perhaps with decimals.
/// `None` if there is none or it is too long to be a quantity.
pub(super) fn literal(text: &str) -> Option<Literal> {
    let (mut value, mut len, mut digits) = (0_i64, 0, 0);
    let mut decimals = 0;
    let mut first = None;
    let mut push = |n: u32| {
        digits += 1;
        value = value.checked_mul(10)?.checked_add(i64::from(n))?;
        Some(())
    };
    let rest = |len: usize| text.get(len..).unwrap_or_default();
    for c in text.chars() {
        let Some(n) = digit(c) else { break };
        first.get_or_insert(n);
        push(n)?;
        len += c.len_utf8();
    }
    let mut whole = first.map(|_| len)?;
    let leading = text.get(..len).unwrap_or_default().chars().count();
    if (1..=3).contains(&leading) && first != Some(0) {
        while let Some((group, bytes)) = group(rest(len)) {
            for n in group {
                push(n)?;
            }
            len += bytes;
            whole = len;
        }
    }
    if let Some(after) = rest(len).strip_prefix(['.', '．']) {
        let point = rest(len).len() - after.len();
        let mut bytes = 0;
        for c in after.chars() {
            let Some(n) = digit(c) else { break };
            push(n)?;
            decimals += 1;
            bytes += c.len_utf8();
        }
        if bytes > 0 {
            len += point + bytes;
        }
    }
    if digits > MOST_DIGITS {
        return None;
    }
    let whole = text.get(..whole).unwrap_or_default();
    let digits = whole.chars().filter(|c| digit(*c).is_some()).count();
    Some(Literal {
        value: Decimal::try_new(value, decimals).ok()?,
        decimals,
        len,
        digits,
        padded: first == Some(0) && digits > 1,
    })
}

/// A comma and exactly three digits.
fn group(text: &str) -> Option<([u32; 3], usize)> {
    let after = text.strip_prefix([',', '，'])?;
    let mut chars = after.chars();
    let mut next = || chars.next().and_then(digit);
    let group = [next()?, next()?, next()?];
    if next().is_some() {
        return None;
    }
    let bytes: usize = after.chars().take(3).map(char::len_utf8).sum();
    Some((group, text.len() - after.len() + bytes))
}
