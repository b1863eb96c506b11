//! Files of an office with bytes changed: whatever comes of it, it is a document or a fault.

use proptest::prelude::*;

use super::*;
use crate::attachment::tests::mutations::{change, changed};

const XLSX: &[u8] = include_bytes!("../../../tests/fixtures/office/2020q2.xlsx");
const DOCX: &[u8] = include_bytes!("../../../tests/fixtures/office/2020q2.docx");
const XLS: &[u8] = include_bytes!("../../../tests/fixtures/office/2020q2.xls");
const PAGE: &str = "<!doctype html><table><tr><td rowspan=2>章</td><td>工作任务</td><td colspan=2>责任单位</td><td>进展情况</td></tr><tr><td><table><tr><td>一</table></td></tr></table>";

/// Reads a file; it must say something, and be a document only without errors.
fn answers(bytes: &[u8], name: &str) -> Result<(), TestCaseError> {
    let mut sources = Sources::new();
    let file = sources.add_text(name, "");
    let (source, mut faults) = open(bytes, name, file, &mut sources);
    let document = source.and_then(|source| {
        let (document, more) = read(&source, file, &Options::default(), &Surroundings::default());
        faults.append(more);
        document
    });
    prop_assert_eq!(document.is_some(), !faults.has_errors());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.div_ceil(8),
        ..ProptestConfig::default()
    })]

    #[test]
    fn workbooks(changes in prop::collection::vec(change(), 1..6)) {
        answers(&changed(XLSX.to_vec(), &changes), "a.xlsx")?;
    }

    #[test]
    fn older_workbooks(changes in prop::collection::vec(change(), 1..20)) {
        answers(&changed(XLS.to_vec(), &changes), "a.xls")?;
    }

    #[test]
    fn documents(changes in prop::collection::vec(change(), 1..6)) {
        answers(&changed(DOCX.to_vec(), &changes), "a.docx")?;
    }

    #[test]
    fn pages(changes in prop::collection::vec(change(), 1..20)) {
        answers(&changed(PAGE.as_bytes().to_vec(), &changes), "a.html")?;
    }
}
