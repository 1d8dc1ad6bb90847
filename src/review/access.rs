//! Who may ask: a secret in the address, and only pages of this server.
//!
//! Each start has new secrets, one a coder. A request that names another host or comes from another
//! page is refused, so that no site open in the same browser can read or write codes.

use crate::error::{Error, ErrorKind, Place, Result};

/// Bytes of chance in a secret.
const SECRET_LENGTH: usize = 16;

/// The secret part of a coder's address.
pub(super) struct Secret {
    hash: blake3::Hash,
}

impl Secret {
    /// A new secret, and how it is written in the address.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn new() -> Result<(Secret, String)> {
        let mut bytes = [0; SECRET_LENGTH];
        getrandom::fill(&mut bytes).map_err(|cause| {
            let found = format!("the system gave no random numbers ({cause})");
            Error::new(ErrorKind::Input, Place::default(), found).remedy("Start again.")
        })?;
        let written: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((Secret { hash: blake3::hash(written.as_bytes()) }, written))
    }

    /// Whether an address has it; hashes are compared in constant time, so that no secret can be
    /// guessed sign by sign.
    pub fn is(&self, written: &str) -> bool {
        self.hash == blake3::hash(written.as_bytes())
    }
}

/// Whether a request was meant for this server and comes from no other page.
pub(super) fn is_from_here(host: Option<&str>, origin: Option<&str>, port: u16) -> bool {
    let names = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let is_own = |host: &str| names.iter().any(|name| name == host);
    host.is_some_and(is_own) && origin.is_none_or(|origin| origin.strip_prefix("http://").is_some_and(is_own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_host_and_pages() {
        for (host, origin, expected) in [
            (Some("127.0.0.1:80"), None, true),
            (Some("localhost:80"), Some("http://localhost:80"), true),
            (Some("127.0.0.1:80"), Some("http://127.0.0.1:81"), false),
            (Some("127.0.0.1:80"), Some("https://127.0.0.1:80"), false),
            (Some("127.0.0.1:80"), Some("null"), false),
            (Some("127.0.0.1"), None, false),
            (Some("evil.example:80"), None, false),
            (None, None, false),
        ] {
            assert_eq!(is_from_here(host, origin, 80), expected, "{host:?} {origin:?}");
        }
    }

    #[test]
    fn secrets_differ_and_know_themselves() {
        let ((one, written), (_, other)) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert!(one.is(&written) && !one.is(&other) && !one.is("") && written.len() == 32);
    }
}
