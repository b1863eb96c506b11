use super::{IcpNumber, PublicSecurityNumber, ReportUrl, Stated, Text, WebUrl};

/// What stands at the foot of every page besides the name of the organisation (主办单位), the
/// identification code and the link to the site map (《政府网站发展指引》, 国办发〔2017〕47号, 全站页面底部功能区).
#[derive(Clone, Debug, Default)]
pub struct Foot {
    /// 党政机关网站标识: the page of the site's certificate.
    pub certificate: Stated<WebUrl>,
    /// 我为政府网站找错.
    pub report_errors: Stated<ReportUrl>,
    /// 承办单位: who runs the site for the organisation. Nothing asks for it.
    pub undertaker: Option<Text>,
    /// 联系方式: a telephone number or mail address.
    pub contact: Stated<Box<str>>,
    /// ICP备案号.
    pub icp: Stated<IcpNumber>,
    /// 公安备案号.
    pub public_security: Stated<PublicSecurityNumber>,
}
