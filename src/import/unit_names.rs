//! Which paragraphs are lists of responsible units.

use std::collections::BTreeSet;

/// What a paragraph is, as far as its looks tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    /// A list of units and nothing else.
    Units,
    /// Perhaps a list of units.
    Perhaps,
    /// No list of units.
    Text,
}

/// The names of a list of units as it is written: parted by `、`, outer white space gone.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> + Clone {
    let mut depth = 0_i32;
    text.split(move |c: char| {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        c == '、' && depth <= 0
    })
    .map(str::trim)
}

/// The units that are known by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Named by the site, or in lists that are nothing else.
    sure: BTreeSet<Box<str>>,
    /// Named beside a unit that is sure.
    likely: BTreeSet<Box<str>>,
}

impl Known {
    /// Learns from the site's own names, and from the paragraphs of a table: first from lists whose
    /// every item has the shape of a unit's name, then from those that have at least one such item.
    pub(super) fn learn<'t>(
        names: impl IntoIterator<Item = &'t str>,
        paragraphs: impl Iterator<Item = &'t str> + Clone,
    ) -> Self {
        let mut known = Self {
            sure: names.into_iter().map(Into::into).collect(),
            likely: BTreeSet::new(),
        };
        for text in paragraphs.clone() {
            if split(text).all(|item| known.shape(item) == Looks::Units) {
                known.sure.extend(split(text).map(Into::into));
            }
        }
        for text in paragraphs {
            let items = split(text);
            let sure = items.clone().any(|item| known.shape(item) == Looks::Units);
            if sure && items.clone().all(is_name) {
                known.likely.extend(split(text).map(Into::into));
            }
        }
        known
    }

    /// What a paragraph looks like.
    pub(super) fn looks(&self, text: &str) -> Looks {
        let mut looks = Looks::Units;
        for item in split(text) {
            match self.shape(item) {
                Looks::Units => {}
                Looks::Perhaps => looks = Looks::Perhaps,
                Looks::Text => return Looks::Text,
            }
        }
        looks
    }

    fn shape(&self, item: &str) -> Looks {
        if self.sure.contains(item) {
            Looks::Units
        } else if self.likely.contains(item) && shape(item) == Looks::Text {
            Looks::Perhaps
        } else {
            shape(item)
        }
    }
}

/// How long a name may be, in characters.
const NAME_LIMIT: usize = 40;
/// How long a name may be whose only mark is its ending.
const SHORT_LIMIT: usize = 14;

/// Endings that hardly anything but a unit has.
const SURE_ENDINGS: [&str; 20] = [
    "局",
    "委",
    "办",
    "署",
    "街道",
    "镇政府",
    "乡政府",
    "分局",
    "支队",
    "大队",
    "管委会",
    "指挥部",
    "办公室",
    "委员会",
    "法院",
    "检察院",
    "研究院",
    "残联",
    "妇联",
    "总工会",
];

/// Endings that units have, and other things too.
const ENDINGS: [&str; 39] = [
    "局", "办", "委", "院", "会", "部", "署", "处", "所", "站", "队", "街道", "镇", "乡", "社区",
    "村", "中心", "公司", "集团", "银行", "单位", "主体", "部门", "学校", "残联", "妇联", "工会",
    "团委", "科", "室", "馆", "联", "校", "厅", "政府", "平台", "协会", "组", "园区",
];

/// What names of units begin with.
const BEGINNINGS: [&str; 14] = [
    "区", "市", "县", "省", "州", "旗", "镇", "乡", "各", "相关", "有关", "全区", "全市", "全县",
];

/// What tasks begin with: such a paragraph is no unit for certain, however it ends.
const VERBS: [&str; 64] = [
    "加快", "加强", "推进", "推动", "建设", "建成", "打造", "完成", "完善", "创建", "创新", "开展",
    "实施", "培育", "新建", "新增", "新设", "改造", "改建", "扩建", "投用", "开工", "竣工", "筹建",
    "成立", "设立", "组建", "启动", "落实", "落地", "深化", "优化", "强化", "提升", "提高", "支持",
    "引进", "引导", "探索", "构建", "健全", "建立", "举办", "办好", "做好", "对接", "联系", "协调",
    "督促", "指导", "配合", "争创", "争取", "申报", "盘活", "整合", "发挥", "发布", "确定", "正在",
    "正常", "已", "由", "待",
];

/// What the looks of one item tell.
fn shape(item: &str) -> Looks {
    let name = without_bracket(item);
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if !is_name(item) || !ends(&ENDINGS) {
        return Looks::Text;
    }
    let begins = |beginnings: &[&str]| beginnings.iter().any(|start| name.starts_with(start));
    if begins(&VERBS) {
        return Looks::Perhaps;
    }
    let marked = begins(&BEGINNINGS);
    let short = name.chars().count() <= SHORT_LIMIT;
    if name.chars().count() >= 2 && (marked || (short && ends(&SURE_ENDINGS))) {
        Looks::Units
    } else {
        Looks::Perhaps
    }
}

/// Whether it can be a name at all: short, and no sentence.
fn is_name(item: &str) -> bool {
    let name = without_bracket(item);
    let foreign = |c: char| {
        c.is_ascii_digit() || c.is_control() || (!c.is_alphanumeric() && !matches!(c, '·' | '-'))
    };
    !name.is_empty() && !name.contains(foreign) && item.chars().count() <= NAME_LIMIT
}

/// `区委统战部(区民宗局)` without its bracket.
fn without_bracket(item: &str) -> &str {
    let Some(inner) = item.strip_suffix([')', '）']) else {
        return item;
    };
    match inner.rsplit_once(['(', '（']) {
        Some((name, bracket)) if !bracket.contains([')', '）', '。', ';', '；']) => {
            name.trim_end()
        }
        _ => item,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learn(paragraphs: &[&str]) -> Known {
        Known::learn([], paragraphs.iter().copied())
    }

    #[test]
    fn units_by_their_shape() {
        let known = Known::default();
        for text in [
            "区财政局",
            "区委统战部(区民宗局)、各街道",
            "生态环境拱墅分局、区治水办、区科技工业区管委会、各街道",
            "区防范处置企业拖欠工资工作领导小组成员单位及责任单位",
            "消防拱墅大队、城中村指挥部",
            "各投资建设主体",
        ] {
            assert_eq!(known.looks(text), Looks::Units, "{text}");
        }
        for text in [
            "",
            "正常推进",
            "拱投发",
            "竣工安置房14万平方米",
            "已落实区财政局、区发改局,正常推进",
            "推进区科技局、区财政局。",
            "区财政局、",
        ] {
            assert_eq!(known.looks(text), Looks::Text, "{text}");
        }
        for text in ["打造大运河非遗会客厅", "建设城市大脑指挥中心", "中心"] {
            assert_eq!(known.looks(text), Looks::Perhaps, "{text}");
        }
    }

    #[test]
    fn names_are_learnt_beside_sure_ones() {
        let known = learn(&["拱投发、拱宸桥指挥部", "正常推进", "拱投发"]);
        assert_eq!(known.looks("拱投发"), Looks::Perhaps);
        assert_eq!(known.looks("拱投发、拱宸桥指挥部"), Looks::Perhaps);
        assert_eq!(known.looks("正常推进"), Looks::Text);
        let told = Known::learn(["拱投发"], [].into_iter());
        assert_eq!(told.looks("拱投发"), Looks::Units);
    }

    #[test]
    fn a_bracket_may_hold_several() {
        let items: Vec<_> = split("甲局(乙办、丙办)、丁局").collect();
        assert_eq!(items, ["甲局(乙办、丙办)", "丁局"]);
        assert_eq!(
            Known::default().looks("甲局(乙办、丙办)、丁局"),
            Looks::Units
        );
    }
}
