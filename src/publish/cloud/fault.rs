//! How a refusal of a service is told.

use super::refusal::{Refusal, Why};
use crate::diagnostic::{Diagnostic, Message};
use crate::say;

/// Makes a finding of a refusal, met at a place of a target.
pub(in crate::publish) fn refused(shown: &str, refusal: &Refusal) -> Diagnostic {
    let (code, what, hint) = words(refusal.why);
    let (zh, en) = (what.zh, what.en);
    Diagnostic::error(
        code,
        say!(
            "发布位置 `{shown}`：{zh}（{refusal}）",
            "the target, `{shown}`: {en} ({refusal})"
        ),
    )
    .at_path(shown)
    .hint(hint)
}

fn words(why: Why) -> (&'static str, Message, Message) {
    match why {
        Why::Credentials => (
            "publish/refused",
            say!("不接受凭据", "the credentials are not accepted"),
            say!(
                "核对环境变量或凭据文件里的密钥（是否属于这一服务、是否过期或停用）",
                "see that the keys in the environment or in the file with credentials are those of this service and have not ended"
            ),
        ),
        Why::Permission => (
            "publish/forbidden",
            say!("不允许这样做", "this is not allowed there"),
            say!(
                "给该账号读、写、删除和列出这一路径下文件的权限；密钥有误时，有的服务也这样回答",
                "let the account read, write, remove and list files there; some services also answer so where the key is wrong"
            ),
        ),
        Why::Clock => (
            "publish/clock",
            say!(
                "本机时间与服务器相差太多",
                "the clock of this machine is too far from that of the server"
            ),
            say!(
                "校准本机的日期、时间和时区（如启用 NTP），再运行同一命令",
                "set date, time and time zone of this machine (by NTP, for example) and run the same command again"
            ),
        ),
        Why::Place => (
            "publish/no-place",
            say!(
                "没有这个存储桶，或它不在这一地域",
                "there is no such bucket, or not in this region"
            ),
            say!(
                "核对 site.toml 里该发布位置的 `bucket`、`endpoint` 和 `region`；存储桶要先在服务商处建好",
                "compare `bucket`, `endpoint` and `region` of the target in site.toml; buckets are made with the provider"
            ),
        ),
        Why::Full => (
            "publish/io",
            say!("空间已满", "there is no room left"),
            say!(
                "腾出空间后再运行同一命令：已传的文件不会重传",
                "free some space and run the same command again: what was sent is not sent again"
            ),
        ),
        Why::Busy => (
            "publish/io",
            say!(
                "服务暂时不能应答，已重试",
                "the service cannot answer now, and was asked again and again"
            ),
            say!(
                "稍后再运行同一命令：已传的文件不会重传",
                "run the same command again later: what was sent is not sent again"
            ),
        ),
        Why::Network => (
            "publish/io",
            say!(
                "连接失败或中断，已重试",
                "the connection failed or was cut, and was made again and again"
            ),
            say!(
                "核对 `endpoint` 和网络（代理由环境变量 https_proxy 指定），再运行同一命令：已传的文件不会重传",
                "look at `endpoint` and the network (https_proxy in the environment names a proxy) and run the same command again: what was sent is not sent again"
            ),
        ),
        Why::Certificate => (
            "publish/io",
            say!(
                "服务器的证书不可信",
                "the certificate of the server is not good"
            ),
            say!(
                "核对 `endpoint` 的主机名和本机时间；证书须由公认的机构签发",
                "look at the host of `endpoint` and the clock of this machine; the certificate must be one of a public authority"
            ),
        ),
        Why::Other => (
            "publish/io",
            say!("服务不接受请求", "the service does not accept the request"),
            say!(
                "按服务的说法核对 site.toml 里该发布位置的各项",
                "compare what site.toml says of the target with what the service says"
            ),
        ),
    }
}
