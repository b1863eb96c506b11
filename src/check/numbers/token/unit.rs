//! What numbers count: 宗, 亩, 平方米.

/// What a number counts, under one name: 公里 and 千米 are 米.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check::numbers) struct Unit {
    /// The name that all its spellings share.
    pub(in crate::check::numbers) name: &'static str,
    /// What it is.
    pub(in crate::check::numbers) sort: Sort,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check::numbers) enum Sort {
    /// A measure word: what it counts is whole.
    Counter,
    /// Something that is measured, and rounded.
    Measure,
    /// Of time or of a score: never a part of a whole here.
    Other,
    /// No unit follows the number.
    Bare,
}

impl Unit {
    pub(in crate::check::numbers) const BARE: Self = Self {
        name: "",
        sort: Sort::Bare,
    };

    /// Whether numbers of it can be parts of a whole.
    pub(in crate::check::numbers) fn adds_up(self) -> bool {
        matches!(self.sort, Sort::Counter | Sort::Measure)
    }
}

/// Spelling, name, how many of what is named; longer spellings before those that begin them.
const MEASURES: &[(&str, &str, u32)] = &[
    ("平方公里", "平方米", 1_000_000),
    ("平方千米", "平方米", 1_000_000),
    ("平方米", "平方米", 1),
    ("平米", "平方米", 1),
    ("平方", "平方米", 1),
    ("平", "平方米", 1),
    ("㎡", "平方米", 1),
    ("立方米", "立方米", 1),
    ("立方", "立方米", 1),
    ("公里", "米", 1000),
    ("千米", "米", 1000),
    ("km", "米", 1000),
    ("米", "米", 1),
    ("公顷", "公顷", 1),
    ("亩", "亩", 1),
    ("美元", "美元", 1),
    ("港元", "港元", 1),
    ("欧元", "欧元", 1),
    ("元", "元", 1),
    ("公斤", "克", 1000),
    ("千克", "克", 1000),
    ("克", "克", 1),
    ("吨", "吨", 1),
    ("千瓦时", "千瓦时", 1),
    ("度", "千瓦时", 1),
    ("兆瓦", "千瓦", 1000),
    ("千瓦", "千瓦", 1),
    ("MW", "千瓦", 1000),
    ("kW", "千瓦", 1),
    ("KW", "千瓦", 1),
    ("百分点", "百分点", 1),
    ("个百分点", "百分点", 1),
    ("标准煤", "标准煤", 1),
    ("标箱", "标箱", 1),
    ("蒸吨", "蒸吨", 1),
];

const OTHERS: &[&str] = &[
    "个工作日",
    "个小时",
    "个月",
    "个季度",
    "小时",
    "分钟",
    "分",
    "秒",
    "天",
    "年",
    "月",
    "日",
    "岁",
    "周",
    "倍",
];

const COUNTERS: &[&str] = &[
    "人次", "家次", "户次", "件次", "批次", "车次", "场次", "班次", "个", "家", "户", "宗", "条",
    "项", "台", "套", "座", "处", "所", "名", "人", "位", "件", "份", "场", "次", "批", "幢", "栋",
    "间", "辆", "部", "起", "只", "头", "根", "株", "棵", "盏", "段", "点", "路", "篇", "课", "支",
    "张", "块", "口", "艘", "架", "类", "种", "例", "单", "笔", "本", "期", "款",
];

/// What numbers are followed by in names: 39地块, 3号楼, 二期, 三级.
const NAMES: &[&str] = &[
    "号", "届", "级", "地块", "单元", "楼", "线", "版", "字", "室", "社区", "街区", "院", "中",
    "小", "℃",
];

/// Words that begin like a unit.
const WORDS: &[&str] = &[
    "平台", "度假", "分别", "分类", "分之", "条例", "年级", "个别", "大",
];

/// What a number is followed by.
pub(super) enum Suffix {
    /// A unit: how long it is, and how many of what it names.
    Unit(Unit, usize, u32),
    /// What shows that the number is part of a name.
    Name(usize),
    /// Nothing known.
    Nothing,
}

/// The unit that the text starts with.
pub(super) fn suffix(text: &str) -> Suffix {
    if WORDS.iter().any(|word| text.starts_with(word)) {
        return Suffix::Name(0);
    }
    for &name in OTHERS {
        if text.starts_with(name) {
            let sort = Sort::Other;
            return Suffix::Unit(Unit { name, sort }, name.len(), 1);
        }
    }
    for &(spelling, name, factor) in MEASURES {
        if text.starts_with(spelling) {
            let sort = Sort::Measure;
            return Suffix::Unit(Unit { name, sort }, spelling.len(), factor);
        }
    }
    for &name in NAMES {
        if text.starts_with(name) {
            return Suffix::Name(name.len());
        }
    }
    for &name in COUNTERS {
        if text.starts_with(name) {
            let sort = Sort::Counter;
            return Suffix::Unit(Unit { name, sort }, name.len(), 1);
        }
    }
    Suffix::Nothing
}

/// The measure word that the text starts with, if it is one that numerals in Chinese count with in
/// running text: 四处 and 一点 are words of their own.
pub(super) fn plain_counter(text: &str) -> Option<Unit> {
    const PLAIN: &[&str] = &[
        "个", "家", "条", "项", "座", "名", "户", "宗", "台", "套", "场", "次", "件", "所", "类",
    ];
    if text.starts_with("个月") || text.starts_with("家庭") || text.starts_with("条例") {
        return None;
    }
    PLAIN
        .iter()
        .find(|name| text.starts_with(**name))
        .map(|name| Unit {
            name,
            sort: Sort::Counter,
        })
}
