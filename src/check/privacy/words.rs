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

/// What stands at the head of columns of amounts.
pub(super) const AMOUNT_HEADS: &[&str] = &[
    "元",
    "万",
    "亿",
    "吨",
    "金额",
    "投资",
    "收入",
    "支出",
    "产值",
    "销售额",
    "税",
    "面积",
    "合计",
    "小计",
    "总额",
    "总量",
    "预算",
    "决算",
];

/// What stands at the head of columns of telephone numbers.
pub(super) const PHONE_HEADS: &[&str] = &["电话", "手机", "联系"];

/// What programs and the computers they come on write where a name would stand.
pub(super) const NOBODY: &[&str] = &[
    "acer",
    "admin",
    "administrator",
    "anonymous",
    "apache poi",
    "asus",
    "author",
    "china",
    "default",
    "dell",
    "dreamsummit",
    "guest",
    "hp",
    "huawei",
    "kingsoft",
    "lenovo",
    "libreoffice",
    "microsoft",
    "none",
    "null",
    "office",
    "openpyxl",
    "owner",
    "pc",
    "python-docx",
    "python-pptx",
    "root",
    "sky123.org",
    "system",
    "test",
    "thinkpad",
    "unknown",
    "un-named",
    "user",
    "users",
    "windows",
    "word",
    "wps",
    "xlsxwriter",
    "作者",
    "用户",
    "微软",
    "微软用户",
    "微软中国",
    "管理员",
    "联想",
    "雨林木风",
    "番茄花园",
    "深度技术",
    "深度联盟",
    "系统管理员",
    "匿名用户",
    "未知",
];

/// How such names start that go on with a version or the like.
pub(super) const NOBODY_STARTS: &[&str] = &[
    "microsoft",
    "windows",
    "wps",
    "adobe",
    "acrobat",
    "apache",
    "libreoffice",
    "openoffice",
    "user-",
    "desktop-",
    "pc-",
    "win-",
];

/// What names of offices end in.
pub(super) const OFFICES: &[&str] = &[
    "办公室",
    "办公厅",
    "中心",
    "街道",
    "公司",
    "集团",
    "政府",
    "小组",
    "支部",
    "学校",
    "医院",
    "银行",
    "大学",
    "学院",
    "法院",
    "检察院",
    "协会",
    "机构",
    "单位",
    "部门",
];

/// What names of offices end in, of one character: names of persons may end so, but not often such long ones.
pub(super) const OFFICE_ENDS: &[char] = &[
    '局', '委', '办', '科', '处', '室', '部', '院', '会', '队', '站', '所', '厅', '镇', '乡', '村',
];
