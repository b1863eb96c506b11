//! The rules that claims are findings of. All of them weigh a warning: only a person can say which of
//! two numbers is wrong.

use crate::check::example::Example::{self, Files, Progress, Title};
use crate::check::example::TASK;
use crate::check::rule::{Both, Rule, Source, Standing, Weight, both, custom};

pub(in crate::check) const RULES: &[Rule] = &[
    ABOVE_TOTAL,
    NO_NUMBER,
    PARTITION,
    PERIOD,
    RATE,
    TARGET,
    TRUNCATED,
];

const ARITHMETIC: Source = custom(
    "算术；依文中写出的数字重新计算",
    "arithmetic, redone with the numbers that the text states",
);

const fn rule(code: &'static str, asks: Both, fault: Example, clean: &'static [Example]) -> Rule {
    Rule {
        code,
        weight: Weight::Warning,
        standing: Standing::Optional,
        source: ARITHMETIC,
        asks,
        fault,
        clean,
    }
}

pub(super) const RATE: Rule = rule(
    "numbers/rate",
    both(
        "文中的百分比与文中或任务里的分子、分母相符，四舍五入的差不算错。",
        "A percentage fits the numbers that the text or the task gives for it; rounding is no fault.",
    ),
    Progress("专项行动共240项任务，已完成97项，完成率42%"),
    &[
        Progress("专项行动共240项任务，已完成97项，完成率40.4%"),
        Progress("专项行动共240项任务，已完成97项，完成率40%"),
        Progress("引进项目36个，较去年同期增长42%"),
    ],
);

pub(super) const TRUNCATED: Rule = rule(
    "numbers/truncated",
    both(
        "百分比四舍五入，不截尾。",
        "A percentage is rounded, not cut off.",
    ),
    Progress("涉及整改问题共3个，已完成整改2个，整改率66%"),
    &[
        Progress("涉及整改问题共3个，已完成整改2个，整改率67%"),
        Progress("涉及整改问题共3个，已完成整改2个，整改率66.67%"),
        Progress("涉及整改问题共7个，已完成整改5个，整改率71%"),
    ],
);

pub(super) const PARTITION: Rule = rule(
    "numbers/partition",
    both("各部分相加等于总数。", "The parts of a whole add up to it."),
    Progress("推进道路建设32条，其中8条已完工，15条正在施工，10条正办理前期手续"),
    &[
        Progress("推进道路建设32条，其中8条已完工，15条正在施工，9条正办理前期手续"),
        Progress("推进道路建设32条，其中8条已完工，15条正在施工"),
        Progress("已走访企业200家，其中规上企业约60家，小微企业130余家"),
    ],
);

pub(super) const TARGET: Rule = rule(
    "numbers/target",
    both(
        "进展里写的任务总数与任务的数相同。",
        "The number that the progress gives for the whole task is that of the task.",
    ),
    Files(&[(
        TASK,
        "+++\ntitle = \"改造提升52个老旧小区\"\nunits = [\"区府办\"]\n+++\n\n今年共涉及50个小区，已完成方案设计\n",
    )]),
    &[
        Files(&[(
            TASK,
            "+++\ntitle = \"改造提升52个老旧小区\"\nunits = [\"区府办\"]\n+++\n\n今年共涉及52个小区，已完成方案设计\n",
        )]),
        Files(&[(
            TASK,
            "+++\ntitle = \"创建44个示范小区\"\nunits = [\"区府办\"]\n+++\n\n已上报17个省级示范小区名单和135个市级示范小区名单\n",
        )]),
        Files(&[(
            TASK,
            "+++\ntitle = \"打造5个邻里中心\"\nunits = [\"区府办\"]\n+++\n\n共走访商户30个，完成选址3个\n",
        )]),
    ],
);

pub(super) const ABOVE_TOTAL: Rule = rule(
    "numbers/above-total",
    both(
        "做完的不多于总数；确实超额的请写明。",
        "No more is done than there is; where more was done than planned, the text says so.",
    ),
    Progress("共排定任务45项，已完成48项"),
    &[
        Progress("共排定任务45项，已完成45项"),
        Progress("年度目标40家，已引进46家，超额完成任务"),
        Progress("共走访企业45家，收集问题120个，已解决98个"),
    ],
);

pub(super) const NO_NUMBER: Rule = rule(
    "numbers/no-number",
    both(
        "任务有数量指标的，进展用数字说明。",
        "Where a task promises a number, the progress answers with one.",
    ),
    Files(&[(
        TASK,
        "+++\ntitle = \"新建口袋公园12个\"\nunits = [\"区府办\"]\n+++\n\n各项工作有序推进中\n",
    )]),
    &[
        Files(&[(
            TASK,
            "+++\ntitle = \"新建口袋公园12个\"\nunits = [\"区府办\"]\n+++\n\n已开工4个，其余正在设计\n",
        )]),
        Title("实施三年行动计划"),
        Title("举办第21届运河文化节"),
    ],
);

pub(super) const PERIOD: Rule = rule(
    "numbers/period",
    both(
        "进展里的数据是本期的数据。",
        "The figures of the progress are of the period that is reported on.",
    ),
    Progress("1-3月用电量为54724万千瓦时"),
    &[
        Progress("1-6月用电量为54724万千瓦时"),
        Progress("2019年1-3月用电量为54724万千瓦时"),
        Progress("3月15日召开推进会，参会单位28家"),
    ],
);
