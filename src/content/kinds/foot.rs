use crate::content::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::model::Foot;

/// `[foot]` of `site.toml`.
impl TableValue for Foot {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            certificate: fields.stated(key(
                "certificate",
                "党政机关网站标识：标识证书页面的网址",
                "the page of the site's certificate",
            )),
            report_errors: fields.stated(key(
                "report_errors",
                "“我为政府网站找错”的网址，其中的 {url} 换成当前页的网址",
                "where faults of a page are reported; {url} in it stands for the URL of the page",
            )),
            undertaker: fields.optional(key(
                "undertaker",
                "承办单位（可不写）",
                "who runs the site for the organisation; optional",
            )),
            contact: fields.stated(key(
                "contact",
                "联系方式：电话或电子邮箱",
                "how to reach them: a telephone number or mail address",
            )),
            icp: fields.stated(key(
                "icp",
                "ICP备案号",
                "the site's number on record with the ministry of industry",
            )),
            public_security: fields.stated(key(
                "public_security",
                "公安备案号",
                "the site's number on record with the police",
            )),
        })
    }
}
