//! What is private in a cell of a table.

use super::found::{Found, Kind, Known};
use super::scan::scan;
use super::words::{AMOUNT_HEADS, PHONE_HEADS};

/// What is private in a text. In a table, its heads have a say: a project's number is no mobile number,
/// and a number below 账号 is one of an account.
pub(super) fn private(text: &str, heads: [&str; 2], known: &Known) -> Vec<Found> {
    /// Shorter numbers are the same with heads and without.
    const SHORTEST: usize = 11;
    let mut found = scan(text, known);
    if text.len() < SHORTEST {
        return found;
    }
    let is_number = text.trim().bytes().all(|b| b.is_ascii_digit() || b == b'.');
    for head in heads.into_iter().filter(|head| !head.is_empty()) {
        let whole = format!("{head}:{text}");
        let offset = head.len() + 1;
        let with_head = scan(&whole, known);
        let same = |found: &Found| {
            let place = found.range.start + offset;
            with_head.iter().any(|other| other.range.start == place)
        };
        // One head that says so makes a number an account.
        found.retain(|found| found.kind == Kind::Account || same(found));
        let says = |words: &[&str]| words.iter().any(|word| head.contains(word));
        if is_number && says(AMOUNT_HEADS) && !says(PHONE_HEADS) {
            found.retain(|found| found.kind != Kind::Mobile);
        }
        for mut account in with_head {
            if account.kind == Kind::Account && account.range.start >= offset {
                account.range = account.range.start - offset..account.range.end - offset;
                if found
                    .iter()
                    .all(|known| known.range.start != account.range.start)
                {
                    found.push(account);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            as_of: "2020-07-31".parse().unwrap(),
            domain: "example.gov.cn".into(),
            contacts: Default::default(),
        }
    }

    #[test]
    fn heads_have_a_say() {
        let kinds = |text: &str, above: &str, left: &str| -> Vec<Kind> {
            let found = private(text, [above, left], &known());
            found.iter().map(|found| found.kind).collect()
        };
        let mobile = "13800138000";
        assert_eq!(kinds(mobile, "", ""), [Kind::Mobile]);
        assert_eq!(kinds(mobile, "联系电话", "张三"), [Kind::Mobile]);
        assert_eq!(kinds(mobile, "电话（万能）", "张三"), [Kind::Mobile]);
        assert_eq!(kinds(mobile, "项目编号", "某工程"), []);
        assert_eq!(kinds(mobile, "内容", "备案号"), [], "as in a form");
        assert_eq!(kinds(mobile, "金额（元）", ""), []);
        assert_eq!(kinds("电话13800138000", "金额（元）", ""), [Kind::Mobile]);
        let account = "4111111111111111";
        assert_eq!(kinds(account, "序号", ""), []);
        assert_eq!(kinds(account, "银行账号", "张三"), [Kind::Account]);
        assert_eq!(kinds(account, "内容", "开户账号"), [Kind::Account]);
        let found = private(account, ["账号", "卡号"], &known());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].range, 0..account.len());
    }
}
