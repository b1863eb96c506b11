//! How a web server should answer with the files of a release: header fields, media types, how long an
//! answer may be kept. The preview answers so, and so does the sample configuration.

use crate::url::{SHA256SUMS, SM3SUMS};

/// The policy that every page of the built-in theme brings with it.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// What only a header field can add to the policy of a page.
pub const FRAMES: &str = "frame-ancestors 'none'";

/// Header fields of every answer, besides its policy and how long it may be kept.
pub const HEADERS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// How long a file may be kept whose name tells its content: a year, the longest that is of use.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// How long any other file may be kept: for minutes, so that a correction is seen soon.
pub const BRIEF: &str = "public, max-age=300";

/// The media type of pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// The media type of text that is only shown.
pub const TEXT: &str = "text/plain; charset=utf-8";
/// The media type of what is not known.
pub const OTHER: &str = "application/octet-stream";

/// Media types by the endings of names.
pub const TYPES: [(&str, &[&str]); 24] = [
    (HTML, &["html"]),
    ("text/css; charset=utf-8", &["css"]),
    ("text/javascript; charset=utf-8", &["js"]),
    ("text/csv; charset=utf-8", &["csv"]),
    (TEXT, &["txt"]),
    ("application/json", &["json"]),
    ("application/ld+json", &["jsonld"]),
    ("application/xml", &["xml"]),
    ("image/svg+xml", &["svg"]),
    ("image/png", &["png"]),
    ("image/jpeg", &["jpg", "jpeg"]),
    ("image/gif", &["gif"]),
    ("image/webp", &["webp"]),
    ("font/woff", &["woff"]),
    ("font/woff2", &["woff2"]),
    ("application/pdf", &["pdf"]),
    ("application/zip", &["zip"]),
    ("application/msword", &["doc", "wps"]),
    ("application/vnd.ms-excel", &["xls", "et"]),
    ("application/vnd.ms-powerpoint", &["ppt", "dps"]),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["xlsx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"],
    ),
    // OFD (GB/T 33190), which the registry of media types does not list yet.
    ("application/ofd", &["ofd"]),
];

/// The media type of a file by its path.
#[must_use]
pub fn media_type(name: &str) -> &'static str {
    if matches!(name, SHA256SUMS | SM3SUMS) {
        return TEXT;
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = ending.to_ascii_lowercase();
    let known = TYPES
        .iter()
        .find(|(_, endings)| endings.contains(&ending.as_str()));
    known.map_or(OTHER, |(kind, _)| kind)
}

/// What a sample configuration is about.
#[derive(Clone, Copy, Debug)]
pub struct Server<'a> {
    /// The folder that is served, such as `/srv/www/site/current`.
    pub folder: &'a str,
    /// The name of the site's host.
    pub name: &'a str,
    /// The address and port that are listened at, such as `80`.
    pub listen: &'a str,
    /// Whether siblings that brotli packed are served.
    pub brotli: bool,
}

/// A configuration of nginx that serves a release: a file for its folder `conf.d`.
#[must_use]
pub fn nginx(server: Server<'_>) -> String {
    let Server {
        folder,
        name,
        listen,
        brotli,
    } = server;
    let headers: String = HEADERS
        .iter()
        .map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"))
        .collect();
    let brotli = match brotli {
        true => "    brotli_static on;   # Debian: libnginx-mod-http-brotli-static\n",
        false => "",
    };
    let mut kinds = String::new();
    for (kind, endings) in TYPES {
        // The charset is added by its own directive, to the kinds that are named there.
        let kind = kind.split(';').next().unwrap_or(kind);
        kinds.push_str(&format!("        {kind} {};\n", endings.join(" ")));
    }
    format!(
        "# gongkai server-config\n\
         \n\
         # Names that tell their content may be kept for ever, everything else briefly.\n\
         map $uri $gongkai_cache {{\n    \
             ~^/assets/ \"{IMMUTABLE}\";\n    \
             ~^/search/.*\\.bin$ \"{IMMUTABLE}\";\n    \
             default \"{BRIEF}\";\n\
         }}\n\
         \n\
         server {{\n    \
             listen {listen};\n    \
             server_name {name};\n    \
             root \"{folder}\";\n    \
             index index.html;\n    \
             error_page 404 /404.html;\n    \
             server_tokens off;\n\
         \n    \
             # Packed siblings are sent as they are; nothing is packed anew.\n    \
             gzip off;\n    \
             gzip_static on;\n    \
             gzip_vary on;\n\
         {brotli}\
         \n    \
             charset utf-8;\n    \
             charset_types text/css text/csv text/html text/javascript text/plain;\n    \
             default_type {OTHER};\n    \
             types {{\n{kinds}    }}\n\
         \n    \
             add_header cache-control $gongkai_cache always;\n    \
             add_header content-security-policy \"{POLICY}; {FRAMES}\" always;\n\
         {headers}\
         \n    \
             location = /SHA256SUMS {{ default_type text/plain; }}\n    \
             location = /SM3SUMS {{ default_type text/plain; }}\n    \
             location ~ /\\. {{ return 404; }}\n\
         }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_says_how_it_is_encoded() {
        assert_eq!(media_type("a/data.CSV"), "text/csv; charset=utf-8");
        assert_eq!(media_type("SM3SUMS"), TEXT);
        assert_eq!(media_type("x.ofd"), "application/ofd");
        assert_eq!(media_type("a.b/c"), OTHER);
    }
}
