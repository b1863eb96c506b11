//! Hosts that only machines inside can reach.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Names that are never on the public network (RFC 6761, RFC 6762, RFC 8375, ICANN on `internal`), and
/// some that home and office routers make up.
const ENDINGS: [&str; 7] = [
    "localhost",
    "local",
    "internal",
    "home.arpa",
    "lan",
    "intranet",
    "corp",
];

/// Whether a URL names a host that only machines inside can reach.
#[must_use]
pub fn is_internal(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_inside(name.trim_end_matches('.')),
        Some(Host::Ipv4(address)) => is_private(address),
        Some(Host::Ipv6(address)) => is_private_6(address),
        None => false,
    }
}

fn is_inside(name: &str) -> bool {
    let ends = |ending: &str| {
        let before = name.strip_suffix(ending);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    // A single name, such as `oa`, is one of the own network.
    !name.contains('.') || ENDINGS.iter().any(|ending| ends(ending))
}

fn is_private(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    // 100.64.0.0/10 is behind the provider (RFC 6598).
    let is_shared = a == 100 && (64..128).contains(&b);
    a == 0 || is_shared || address.is_private() || address.is_loopback() || address.is_link_local()
}

fn is_private_6(address: Ipv6Addr) -> bool {
    if let Some(address) = address.to_ipv4_mapped() {
        return is_private(address);
    }
    address.is_loopback()
        || address.is_unspecified()
        || address.is_unique_local()
        || address.is_unicast_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_inside_are_told_from_those_outside() {
        for (inside, hosts) in [
            (
                true,
                &[
                    "localhost",
                    "a.localhost",
                    "oa",
                    "oa.internal",
                    "nas.local.",
                    "10.1.2.3",
                    "172.31.0.1",
                    "192.168.1.1:8080",
                    "127.0.0.1",
                    "0x7f.1",
                    "169.254.1.1",
                    "100.64.0.1",
                    "[::1]",
                    "[fd00::1]",
                    "[fe80::1]",
                    "[::ffff:10.0.0.1]",
                ][..],
            ),
            (
                false,
                &[
                    "www.gov.cn",
                    "local.gov.cn",
                    "mylocal.cn",
                    "notlocalhost.cn",
                    "172.32.0.1",
                    "100.128.0.1",
                    "8.8.8.8",
                    "[2001:db8::1]",
                    "政务.中国",
                ],
            ),
        ] {
            for host in hosts {
                let url = Url::parse(&format!("https://{host}/a")).unwrap();
                assert_eq!(is_internal(&url), inside, "{host}");
            }
        }
    }
}
