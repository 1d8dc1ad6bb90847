//! From a request to a reply: who asks, for what. Knows no connection and no clock.
//!
//! What is not among the few known paths is refused; nothing is looked up in a file system.

use super::access::{Secret, is_from_here};
use super::desk::{Desk, Saved, Sent};
use crate::error::Result;
use serde_json::Value;

/// The longest body that is read: codes of one statement, with a long note.
pub(super) const LONGEST_BODY: usize = 128 << 10;

/// The parts of the page, by the last part of their path.
const PAGE: [(&str, &str, &str); 8] = [
    ("", "text/html; charset=utf-8", include_str!("page/page.html")),
    ("page.css", "text/css; charset=utf-8", include_str!("page/page.css")),
    ("page.js", "text/javascript; charset=utf-8", include_str!("page/page.js")),
    ("form.js", "text/javascript; charset=utf-8", include_str!("page/form.js")),
    ("statement.js", "text/javascript; charset=utf-8", include_str!("page/statement.js")),
    ("keys.js", "text/javascript; charset=utf-8", include_str!("page/keys.js")),
    ("themes.js", "text/javascript; charset=utf-8", include_str!("page/themes.js")),
    ("coders.js", "text/javascript; charset=utf-8", include_str!("page/coders.js")),
];

/// The headers of every reply: nothing from elsewhere, nothing kept, in no other page.
pub(super) const HEADERS: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// A request, as far as it matters.
#[derive(Default)]
pub(super) struct Request {
    pub method: String,
    pub path: String,
    pub host: Option<String>,
    pub origin: Option<String>,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
}

/// A reply.
#[derive(Debug, PartialEq)]
pub(super) struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub body: String,
}

impl Reply {
    /// A refusal in plain words.
    pub fn refused(status: u16, why: &str) -> Reply {
        Reply { status, content_type: "text/plain; charset=utf-8", body: format!("{why}\n") }
    }

    fn json(status: u16, body: &Value) -> Reply {
        Reply { status, content_type: "application/json", body: body.to_string() }
    }
}

/// The desk behind its doors.
pub(super) struct Room {
    pub desk: Desk,
    /// One for each seat of the desk.
    pub secrets: Vec<Secret>,
    pub port: u16,
}

impl Room {
    /// Whose address a path begins with, and the rest of it; the refusal where it may not be answered.
    pub fn admit<'p>(&self, request: &'p Request) -> Result<(usize, &'p str), Reply> {
        if !is_from_here(request.host.as_deref(), request.origin.as_deref(), self.port) {
            return Err(Reply::refused(403, "This server answers its own pages on this computer alone."));
        }
        let path = request.path.strip_prefix('/').unwrap_or_default();
        let (secret, rest) = path.split_once('/').unwrap_or((path, ""));
        // All are compared, so that the time does not tell whose it is.
        let seats = self.secrets.iter().enumerate();
        let seat = seats.fold(None, |found, (seat, known)| if known.is(secret) { Some(seat) } else { found });
        seat.map(|seat| (seat, rest)).ok_or_else(|| {
            Reply::refused(
                403,
                "This address is not, or no longer, valid. Open the one that plenary review printed when it started.",
            )
        })
    }

    /// The reply to an admitted request, whose body was read.
    pub fn answer(&mut self, seat: usize, rest: &str, request: &Request) -> Reply {
        let parts: Vec<&str> = rest.split('/').collect();
        let reply = match (request.method.as_str(), &parts[..]) {
            ("GET", [name]) => page(name).map(Ok),
            ("GET", ["api", "task"]) => Some(self.desk.task(seat).map(|task| Reply::json(200, &task))),
            ("GET", ["api", "names"]) if self.desk.seats[seat].is_adjudicator() => {
                Some(self.desk.names().map(|names| Reply::json(200, &names)))
            }
            ("GET", ["api", "statement", number]) => number.parse().ok().and_then(|number| {
                let found = self.desk.statement(seat, number).transpose()?;
                Some(found.map(|statement| Reply::json(200, &statement)))
            }),
            ("POST", ["api", "statement", number]) => {
                number.parse().ok().and_then(|number| self.save(seat, number, request)).map(Ok)
            }
            ("GET" | "POST", _) => None,
            _ => Some(Ok(Reply::refused(405, "The page only reads and saves."))),
        };
        match reply {
            Some(Ok(reply)) => reply,
            Some(Err(error)) => Reply::refused(500, &error.to_string()),
            None => Reply::refused(404, "There is no such page here."),
        }
    }

    fn save(&mut self, seat: usize, number: usize, request: &Request) -> Option<Reply> {
        if request.content_type.as_deref() != Some("application/json") {
            return Some(Reply::refused(415, "Codes are sent as application/json."));
        }
        let Ok(sent) = serde_json::from_slice::<Sent>(&request.body) else {
            return Some(Reply::refused(400, "This is not what the page sends to be saved."));
        };
        Some(match self.desk.save(seat, number, sent)? {
            Saved::Yes(saved) => Reply::json(200, &saved),
            Saved::Newer(newer) => Reply::json(409, &newer),
            Saved::Refused(why) => Reply::refused(400, &why),
            Saved::Failed(why) => Reply::refused(500, &why),
        })
    }
}

fn page(name: &str) -> Option<Reply> {
    let (_, content_type, body) = PAGE.iter().find(|(known, ..)| *known == name)?;
    Some(Reply { status: 200, content_type, body: body.to_string() })
}
