use super::*;

/// The first six rows of the seed as plain text.
fn part_rows() -> Vec<Row> {
    rows(&read_clean(PART))
}

/// A text of paragraphs.
fn page(paragraphs: &[&str]) -> String {
    paragraphs.join("\n\n")
}

const HEADER: [&str; 4] = ["项目名称", "项目内容", "责任单位", "进展情况"];

/// A table with the usual header.
fn table(paragraphs: &[&str]) -> String {
    page(&[&HEADER, paragraphs].concat())
}

const SMALL: [&str; 14] = [
    "(一)总体目标",
    "增长6%",
    "区发改局",
    "正常进行中",
    "支出增长15%",
    "区科技局、各街道",
    "已完成",
    "(二)实体企业",
    "优化环境",
    "区商务局",
    "推进中",
    "处置“僵尸企业”",
    "区法院",
    "已完成4家",
];

fn small_rows() -> Vec<Row> {
    [
        ("增长6%", "区发改局", "正常进行中"),
        ("支出增长15%", "区科技局、各街道", "已完成"),
        ("优化环境", "区商务局", "推进中"),
        ("处置“僵尸企业”", "区法院", "已完成4家"),
    ]
    .map(|(a, b, c)| (a.into(), b.into(), c.into()))
    .to_vec()
}

#[test]
fn a_small_table() {
    let document = read_clean(&table(&SMALL));
    assert_eq!(rows(&document), small_rows());
    assert_eq!(
        headings(&document),
        [(Some(1), "总体目标", 2), (Some(2), "实体企业", 2)]
    );
}

#[test]
fn columns_in_another_order_and_by_other_names() {
    let rows_in_order = page(&[
        "类别",
        "牵头单位",
        "完成进度",
        "工作任务",
        "一、总体目标",
        "区发改局",
        "正常进行中",
        "增长6%",
        "区科技局、各街道",
        "已完成",
        "支出增长15%",
        "二、实体企业",
        "区商务局",
        "推进中",
        "优化环境",
        "区法院",
        "已完成4家",
        "处置“僵尸企业”",
    ]);
    assert_eq!(rows(&read_clean(&rows_in_order)), small_rows());
    for names in [
        ["章节", "主要工作内容", "责任部门", "完成情况"],
        ["重点工作", "工作任务", "牵头单位", "累计完成情况"],
    ] {
        let text = page(&[&names[..], &SMALL].concat());
        assert_eq!(rows(&read_clean(&text)), small_rows());
    }
}

#[test]
fn a_header_cell_over_two_paragraphs() {
    let header = ["项目名称", "项目内容", "责任", "单位", "进展情况"];
    let text = page(&[&header[..], &SMALL].concat());
    assert_eq!(rows(&read_clean(&text)), small_rows());
    let text = PART.replace("责任单位\n", "责任\n单位\n");
    assert_eq!(rows(&read_clean(&text)), part_rows());
}

#[test]
fn rows_with_numbers() {
    let header = ["序号", "项目名称", "项目内容", "责任单位", "进展情况"];
    let body = [
        "1",
        "(一)总体目标",
        "增长6%",
        "区发改局",
        "正常进行中",
        "2",
        "支出增长15%",
        "区科技局、各街道",
        "已完成",
        "3",
        "(二)实体企业",
        "优化环境",
        "区商务局",
        "推进中",
        "4",
        "处置“僵尸企业”",
        "区法院",
        "已完成4家",
    ];
    let text = page(&[&header[..], &body].concat());
    let document = read_clean(&text);
    assert_eq!(rows(&document), small_rows());
    assert_eq!(document.chapters.len(), 2);
    assert_eq!(
        told(&text.replace("\n\n3\n\n", "\n\n5\n\n")),
        ["29: import/row-number", "39: import/row-number"]
    );
    assert_eq!(
        rows(&read_clean(
            &text
                .replace("\n\n3\n\n", "\n\n1\n\n")
                .replace("\n\n4\n\n", "\n\n2\n\n")
                .replace("1\n\n(二)实体企业", "(二)实体企业\n\n1")
                .replace("1\n\n(一)总体目标", "(一)总体目标\n\n1")
                .replace("序号\n\n项目名称", "项目名称\n\n序号")
        )),
        small_rows()
    );
}

#[test]
fn headings_without_numbers() {
    let mut body: Vec<&str> = SMALL.to_vec();
    body[0] = "总体目标";
    body[7] = "实体企业";
    assert_eq!(told(&table(&body)), ["21: import/ambiguous"]);
    let options = Options {
        chapters: vec!["实体企业".into()],
        ..Options::default()
    };
    let (document, faults) = read_with(&table(&body), &options);
    assert!(faults.is_empty(), "{faults:?}");
    let document = document.unwrap();
    assert_eq!(rows(&document), small_rows());
    assert_eq!(
        headings(&document),
        [(None, "总体目标", 2), (None, "实体企业", 2)]
    );

    body[7] = "总体目标";
    let document = read_clean(&table(&body));
    assert_eq!(rows(&document), small_rows());
    assert_eq!(headings(&document), [(None, "总体目标", 4)]);
}

#[test]
fn a_repeated_heading_must_agree() {
    let repeat = |heading| {
        let mut body = SMALL.to_vec();
        body.insert(11, heading);
        table(&body)
    };
    assert_eq!(rows(&read_clean(&repeat("(二)实体企业"))), small_rows());
    assert_eq!(rows(&read_clean(&repeat("（二）实体企业"))), small_rows());
    assert_eq!(rows(&read_clean(&repeat("实体企业"))), small_rows());
    assert_eq!(told(&repeat("(二)企业")), ["31: import/heading-conflict"]);
    assert_eq!(
        told(&repeat("(三)实体企业")),
        ["31: import/heading-conflict"]
    );
    assert_eq!(
        told(&repeat("(一)总体目标")),
        ["31: import/heading-conflict"]
    );
    let (document, faults) = read_text(&repeat("(四)企业"));
    assert_eq!(faults, ["31: import/heading-jump?"]);
    assert_eq!(document.unwrap().chapters.len(), 3);
}

#[test]
fn a_progress_over_two_paragraphs() {
    let broken = |first, second| {
        let mut body = SMALL.to_vec();
        body.splice(3..4, [first, second]);
        table(&body)
    };
    for (first, second, whole) in [
        ("正常进行中,", "已开工", "正常进行中,已开工"),
        ("正常“进行", "中”", "正常“进行中”"),
        ("正常进行中", ";已开工", "正常进行中;已开工"),
        ("正常进行中:", "已开工", "正常进行中:\n\n已开工"),
    ] {
        let rows = rows(&read_clean(&broken(first, second)));
        assert_eq!(rows[0].2, whole);
        assert_eq!(rows[1..], small_rows()[1..]);
    }
    assert_eq!(
        told(&broken("正常进行中", "已开工")),
        ["15: import/ambiguous"]
    );
}

#[test]
fn lines_of_a_block_are_a_cell() {
    let text = table(&SMALL).replace("正常进行中", "正常进行中\n已开工");
    assert_eq!(rows(&read_clean(&text))[0].2, "正常进行中\n\n已开工");
    let text = table(&SMALL).replace("区发改局\n\n正常进行中", "区发改局\n正常进行中");
    assert!(told(&text).contains(&"13: import/ambiguous".to_owned()));
    let by_line = table(&SMALL).replace("\n\n", "\n");
    assert_eq!(rows(&read_clean(&by_line)), small_rows());
}

#[test]
fn a_missing_cell_and_an_empty_one() {
    let mut body = SMALL.to_vec();
    body.remove(6);
    let fault = told(&table(&body));
    assert_eq!(fault, ["21: import/missing-cell"]);
    body.insert(6, "[空]");
    let read = rows(&read_clean(&table(&body)));
    assert_eq!(read[1].2, "");
    assert_eq!(read[2..], small_rows()[2..]);

    let mut body = SMALL.to_vec();
    body[2] = "【空】";
    let read = rows(&read_clean(&table(&body)));
    assert_eq!(
        read[0],
        ("增长6%".into(), String::new(), "正常进行中".into())
    );
    assert_eq!(read[1..], small_rows()[1..]);
}

#[test]
fn tables_must_be_equal() {
    let two = |second: &str| format!("{}\n\n索引号 A/2020-1\n\n{second}", table(&SMALL));
    assert_eq!(rows(&read_clean(&two(&table(&SMALL)))), small_rows());
    let other = table(&SMALL).replace("推进中", "正在推进");
    assert_eq!(told(&two(&other)), ["67: import/tables-differ"]);
    let shorter = table(&SMALL[..11]);
    assert_eq!(told(&two(&shorter)), ["31: import/tables-differ"]);
    let changed = SEED.replacen("正常推进", "正常推进。", 1);
    assert_eq!(told(&changed), ["990: import/tables-differ"]);
}

#[test]
fn a_header_row_at_a_page_break() {
    let text = [&HEADER[..], &SMALL[..7], &HEADER, &SMALL[7..]].concat();
    assert_eq!(rows(&read_clean(&page(&text))), small_rows());
    let twice = [&HEADER[..], &SMALL, &HEADER, &SMALL].concat();
    assert_eq!(rows(&read_clean(&page(&twice))), small_rows());
    let other = ["项目名称", "责任单位", "项目内容", "进展情况"];
    let text = [&HEADER[..], &SMALL[..7], &other, &SMALL[7..]].concat();
    assert!(told(&page(&text)).contains(&"23: import/columns-differ".to_owned()));
}

#[test]
fn line_ends_and_brackets() {
    assert_eq!(rows(&read_clean(&PART.replace('\n', "\r\n"))), part_rows());
    let wide = table(&SMALL).replace('(', "（").replace(')', "）");
    assert_eq!(rows(&read_clean(&wide)), small_rows());
}

#[test]
fn the_bottom_of_the_page() {
    let text = format!(
        "{}\n\n打印 关闭\n\n上一篇: 2020第一季度\n下一篇: 没有了\n\n版权所有 拱墅区人民政府 浙ICP备05010518号",
        table(&SMALL)
    );
    assert_eq!(rows(&read_clean(&text)), small_rows());
    assert_eq!(told(&format!("{text}\n\n别的话")), ["44: import/unplaced"]);
}

#[test]
fn no_table() {
    assert_eq!(told("一\n\n二"), ["1: import/no-table"]);
    assert_eq!(told(""), ["0: import/no-table"]);
    assert_eq!(told(&table(&[])), ["1: import/no-rows"]);
    assert_eq!(
        told(&table(&["(一)", "甲", "乙", "丙", "丁"])),
        ["9: import/no-units"]
    );
}

#[test]
fn what_has_no_place() {
    let foreign = ["项目内容", "责任单位", "备注", "进展情况"];
    let text = page(
        &[
            &foreign[..],
            &["(一)目标", "增长", "区财政局", "无", "推进"],
        ]
        .concat(),
    );
    assert!(told(&text).contains(&"5: import/unknown-column".to_owned()));
    assert!(told(&table(&SMALL).replace("\n\n", "\t"))[0].ends_with("import/no-table"));
    assert!(
        told(&table(&SMALL).replace("增长6%", "增长\t6%"))
            .contains(&"11: import/control-character".to_owned())
    );
    let mut body = SMALL.to_vec();
    body.insert(7, "(二)空章");
    body[8] = "(三)实体企业";
    assert_eq!(told(&table(&body)), ["23: import/empty-chapter"]);
}

#[test]
fn a_table_without_chapters() {
    let header = ["工作任务", "责任单位", "完成情况"];
    let text = page(
        &[
            &header[..],
            &["增长", "区财政局", "推进", "支出", "区科技局", "完成"],
        ]
        .concat(),
    );
    assert_eq!(told(&text), ["7: import/no-chapter"]);
    let options = Options {
        chapters: vec!["任务".into()],
        ..Options::default()
    };
    let (document, faults) = read_with(&text, &options);
    assert!(faults.is_empty());
    assert_eq!(headings(&document.unwrap()), [(None, "任务", 2)]);
}

#[test]
fn a_task_that_sounds_like_a_unit() {
    let mut body = SMALL.to_vec();
    body[4] = "打造大运河非遗会客厅";
    body[11] = "建设城市指挥中心";
    let rows = rows(&read_clean(&table(&body)));
    assert_eq!(rows[1].0, "打造大运河非遗会客厅");
    assert_eq!(rows[3].0, "建设城市指挥中心");
    body[11] = "市民中心";
    assert_eq!(
        told(&table(&body)),
        ["29: import/missing-cell", "33: import/missing-cell"]
    );
}
