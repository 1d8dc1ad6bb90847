//! What stays whole whatever signs are in it: web and e-mail addresses, `#tags` and `@names`.
//!
//! Found before words are, by their signs (`://`, `www.`, `@`, `#`), so that a text without them
//! costs one fast search. Letters of addresses are those of ASCII.

use super::character::{Class, class};
use super::{Span, Token, TokenKind};
use memchr::{memchr3_iter, memmem};
use std::ops::Range;

const SCHEMES: [&str; 4] = ["http", "https", "ftp", "ftps"];

/// Bytes of the longest web address.
const LONGEST: usize = 2048;

/// The addresses, tags and names of a text, in order, none in another.
///
/// With `split_tags` only e-mail addresses stay whole, and any other `@` is a sign of its own, as
/// in quanteda.
pub(super) fn addresses(text: &str, split_tags: bool) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut end = 0;
    for at in signs(text.as_bytes()) {
        if at < end {
            continue;
        }
        let email = || email(text, end, at).map(|range| (range, TokenKind::Word));
        let whole = match (text.as_bytes()[at], split_tags) {
            (b'@', true) => email().or(Some((at..at + 1, TokenKind::Punctuation))),
            (b'@', false) => email().or_else(|| Some((name(text, at)?, TokenKind::Word))),
            (_, true) => None,
            (b'#', false) => tag(text, at).map(|range| (range, TokenKind::Word)),
            (_, false) => url(text, at).map(|range| (range, TokenKind::Word)),
        };
        if let Some((range, kind)) = whole {
            end = range.end;
            found.push(Token { span: Span::new(range.start, range.end), kind });
        }
    }
    found
}

/// Whether a token is an address, of the web or of e-mail.
pub(super) fn is_address(token: &str) -> bool {
    let is_whole = |range: Range<usize>| range == (0..token.len());
    signs(token.as_bytes()).into_iter().any(|at| match token.as_bytes()[at] {
        b'@' => email(token, 0, at).is_some_and(is_whole),
        b'#' => false,
        _ => url(token, at).is_some_and(is_whole),
    })
}

/// Where the signs of addresses stand, in order.
fn signs(bytes: &[u8]) -> Vec<usize> {
    let is_sign = |at: &usize| bytes[*at] != b':' || bytes[*at..].starts_with(b"://");
    let mut places: Vec<usize> = memchr3_iter(b'@', b'#', b':', bytes).filter(is_sign).collect();
    places.extend(memmem::find_iter(bytes, "www."));
    places.sort_unstable();
    places
}

/// The web address whose `://` or `www.` stands at a place.
///
/// Stops and other signs at its end are not part of it, nor is a `?` right after a slash with what
/// follows: quanteda cuts there.
fn url(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let (scheme, body) = match text[at..].strip_prefix("://") {
        Some(body) => (&text[before.len()..at], body),
        None => ("", &text[at..]),
    };
    let is_scheme = scheme.is_empty() == text[at..].starts_with("www.")
        && (scheme.is_empty() || SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)));
    if !is_scheme || before.len() + scheme.len() < at || before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let is_of_url = |byte: &u8| byte.is_ascii_alphanumeric() || b"-@:%_+.~#?&/=".contains(byte);
    let body = &body[..body.bytes().take(LONGEST).take_while(is_of_url).count()];
    let body = body.split_once("/?").map_or(body, |(path, _)| &body[..=path.len()]);
    let body = body.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && !"/=_".contains(c));
    let host = body.strip_prefix("www.").unwrap_or(if scheme.is_empty() { "" } else { body });
    let start = at - scheme.len();
    let end = if scheme.is_empty() { at } else { at + 3 } + body.len();
    host.starts_with(|c: char| c.is_ascii_alphanumeric()).then_some(start..end)
}

/// The e-mail address whose `@` stands at a place and which begins at `from` or later.
fn email(text: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let local = &text[from..at];
    let local = &local[local.trim_end_matches(is_local).len()..];
    let local = local.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let domain = &text[at + 1..];
    let domain = &domain[..run(domain, |c| c.is_ascii_alphanumeric() || ".-".contains(c))];
    let domain = domain.trim_end_matches(['.', '-']);
    let (host, last) = domain.rsplit_once('.')?;
    let is_domain = last.len() > 1 && last.chars().all(|c| c.is_ascii_alphabetic());
    let is_email = is_domain && !local.is_empty() && host.starts_with(|c: char| c.is_ascii_alphanumeric());
    is_email.then(|| at - local.len()..at + 1 + domain.len())
}

/// The name that begins with the `@` at a place; inside a word `@` is a letter.
fn name(text: &str, at: usize) -> Option<Range<usize>> {
    let length = run(&text[at + 1..], |c| c.is_ascii_alphanumeric() || c == '_');
    let is_inside = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    (length > 0 && !is_inside).then(|| at..at + 1 + length)
}

/// The tag that begins with the `#` at a place; another `#` may close it.
fn tag(text: &str, at: usize) -> Option<Range<usize>> {
    let is_of_word = |c: char| c == '_' || c.is_alphanumeric() || class(c) == Class::Mark;
    let length = run(&text[at + 1..], is_of_word);
    let end = at + 1 + length;
    (length > 0).then(|| at..end + usize::from(text[end..].starts_with('#')))
}

/// The number of bytes at the beginning of a text that are such characters.
fn run(text: &str, is_such: impl Fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(is_such).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str], split: &[&str]) {
        for (split_tags, expected) in [(false, expected), (true, split)] {
            let found = addresses(text, split_tags);
            let found: Vec<&str> = found.iter().map(|token| token.span.of(text)).collect();
            assert_eq!(found, expected, "{text:?} {split_tags}");
        }
    }

    #[test]
    fn addresses_end_before_the_signs_that_follow_them() {
        check("(http://un.org/a).", &["http://un.org/a"], &[]);
        check("HTTPS://un.org/a?b=c&d, www.un.org/x/", &["HTTPS://un.org/a?b=c&d", "www.un.org/x/"], &[]);
        check("https://un.org/a/?b=c", &["https://un.org/a/"], &[]);
        check("http://www.un.org; ftp://x.y", &["http://www.un.org", "ftp://x.y"], &[]);
        check("://un.org xhttp://un.org www. http:// www..x", &[], &[]);
        check("<a.b+c@un.org>.", &["a.b+c@un.org"], &["a.b+c@un.org"]);
        check("mailto:x@un.org.", &["x@un.org"], &["x@un.org"]);
        check("@UN, e@mail x@y.z @ é@un", &["@UN"], &["@", "@", "@", "@", "@"]);
        check("#WeToo. #a-b #17# ## C# #é", &["#WeToo", "#a", "#17#", "#é"], &[]);
        check("a: b", &[], &[]);
    }

    #[test]
    fn an_address_is_a_whole_token() {
        for (token, expected) in
            [("http://un.org", true), ("a@un.org", true), ("@UN", false), ("#a", false), ("x:", false)]
        {
            assert_eq!(is_address(token), expected, "{token}");
        }
    }
}
