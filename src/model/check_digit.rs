//! Check characters by a weighted sum, as several codes have them.

/// What is missing from the sum of the values of `body`, each times its weight, to the next multiple of
/// `modulus`: the value of the check character. None for another length, or a character that has no value.
pub(super) fn missing<const LENGTH: usize>(
    body: &str,
    weights: [u32; LENGTH],
    modulus: u32,
    value: impl Fn(char) -> Option<u32>,
) -> Option<u32> {
    if body.len() != LENGTH {
        return None;
    }
    let products = body.chars().zip(weights);
    let products = products.map(|(c, weight)| Some(value(c)? * weight));
    let sum = products.sum::<Option<u32>>()?;
    // The outer modulo matters: nothing is missing from a multiple.
    Some((modulus - sum % modulus) % modulus)
}
