//! Words beside numbers, which tell what they are.

/// What stands before numbers that belong to nobody.
pub(super) const OTHER_NUMBERS: &[&str] = &[
    "编号",
    "代码",
    "编码",
    "项目号",
    "备案",
    "备案号",
    "许可证",
    "许可证号",
    "登记号",
    "文号",
    "合同号",
    "订单",
    "订单号",
    "宗地号",
    "索引号",
    "标段号",
    "流水",
    "流水号",
    "单号",
    "注册号",
    "执照",
    "批号",
    "条码",
];

/// What stands after numbers that count something.
pub(super) const AMOUNTS: &[&str] = &[
    "元", "万", "亿", "吨", "千", "百", "平方", "平米", "立方", "米", "公里", "公斤", "公顷", "亩",
    "度", "%", "‰",
];

/// What stands before numbers of bank accounts.
pub(super) const BANK: &[&str] = &[
    "账号",
    "帐号",
    "账户",
    "帐户",
    "卡号",
    "银行卡",
    "开户",
    "银行",
];
