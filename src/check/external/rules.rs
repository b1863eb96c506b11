//! The rules of links to other sites. None is an error: the other site may be back tomorrow.

use crate::check::example::Example::{self, Body};
use crate::check::rule::{Both, Rule, Source, Standing, Weight, both, custom, law};

pub(in crate::check) const RULES: &[Rule] = &[CERTIFICATE, GONE, MOVED, UNREACHABLE, INTERNAL];

/// Links that cannot be followed are among what websites are inspected for.
const INSPECTED: Source = law(
    "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）的链接可用性",
    "the indicators of inspection 国办秘函〔2019〕19号, links that work",
)
.not_read();

const fn rule(
    code: &'static str,
    source: Source,
    asks: Both,
    fault: Example,
    clean: &'static [Example],
) -> Rule {
    Rule {
        code,
        weight: Weight::Warning,
        standing: Standing::Optional,
        source,
        asks,
        fault,
        clean,
    }
}

pub(super) const GONE: Rule = rule(
    "link/external-gone",
    INSPECTED,
    both(
        "链接的外部网页还在；只在 `gongkai check --external` 时检查。",
        "The page of another site that a link leads to is there. Looked at with `gongkai check --external` only.",
    ),
    Body("见[示例网站](https://gone.example.com/)。"),
    &[
        Body("见[示例网站](https://www.example.com/)。"),
        Body("见[示例网站](https://moved-for-now.example.com/)。"),
        Body("网址 `https://gone.example.com/` 已停用。"),
    ],
);

pub(super) const MOVED: Rule = rule(
    "link/external-moved",
    custom(
        "永久搬走的网页，旧地址早晚会失效",
        "the old address of a page that moved for good will stop working",
    ),
    both(
        "外部网页永久搬走后，链接写新的地址；只在 `gongkai check --external` 时检查。",
        "A link leads to the address of today where a page of another site has moved for good. Looked at with `gongkai check --external` only.",
    ),
    Body("见[示例网站](https://moved.example.com/)。"),
    &[
        Body("见[示例网站](https://www.example.com/)。"),
        Body("见[示例网站](https://moved-for-now.example.com/)。"),
        Body("网址 `https://moved.example.com/` 已停用。"),
    ],
);

pub(super) const UNREACHABLE: Rule = rule(
    "link/external-unreachable",
    INSPECTED,
    both(
        "链接的外部网站打得开；只在 `gongkai check --external` 时检查。",
        "The other site that a link leads to answers. Looked at with `gongkai check --external` only.",
    ),
    Body("见[示例网站](https://down.example.com/)。"),
    &[
        Body("见[示例网站](https://www.example.com/)。"),
        // Keeps programs out.
        Body("见[示例网站](https://guarded.example.com/)。"),
        Body("网址 `https://down.example.com/` 已停用。"),
    ],
);

pub(super) const CERTIFICATE: Rule = rule(
    "link/external-certificate",
    custom(
        "证书有问题的网站，浏览器会拦住读者",
        "browsers stop readers before a site whose certificate is not good",
    ),
    both(
        "链接的外部网站证书有效；只在 `gongkai check --external` 时检查。",
        "The certificate of the other site that a link leads to is good. Looked at with `gongkai check --external` only.",
    ),
    Body("见[示例网站](https://expired.example.com/)。"),
    &[
        Body("见[示例网站](https://www.example.com/)。"),
        Body("见[示例网站](https://guarded.example.com/)。"),
        Body("网址 `https://expired.example.com/` 已停用。"),
    ],
);

pub(super) const INTERNAL: Rule = rule(
    "link/internal-host",
    custom(
        "内部地址外面打不开，还透露内部网络",
        "nobody outside can follow it, and it tells of the network inside",
    ),
    both(
        "链接不指向本机、内网地址或内网主机名。",
        "No link leads to this machine, or to an address or a name of a network inside.",
    ),
    Body("见[办公系统](https://192.168.1.5/oa)。"),
    &[
        Body("见[示例网站](https://local.example.com/)。"),
        Body("见[示例网站](https://172.32.0.1/)。"),
        Body("路由器的地址通常是 `https://192.168.1.1/`。"),
    ],
);

/// What the sites of the examples answer.
#[cfg(test)]
pub(in crate::check) fn answers() -> super::Answers {
    use super::{Answer, Distrust, Trouble};
    let of = |name: &str, answer| (format!("https://{name}.example.com/"), answer);
    [
        of("www", Answer::Fine),
        of("moved-for-now", Answer::Fine),
        of("guarded", Answer::Undecided),
        of("gone", Answer::Gone(404)),
        of("moved", Answer::Moved("https://www.example.com/".into())),
        of("expired", Answer::Certificate(Distrust::Expired)),
        of("down", Answer::Unreachable(Trouble::TooSlow)),
    ]
    .into()
}
