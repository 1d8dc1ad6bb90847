//! A small client for HTTP/1.1 on this computer, and the program started as a server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A reply: status, head in small letters, body.
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Sends a request as it is written; none where the server went away.
pub fn send(port: u16, request: &[u8]) -> Option<Reply> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    // A server that refuses a long body may answer before all of it was written.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        if let Some(reply) = read(&bytes) {
            return Some(reply);
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(&piece[..n]),
        }
    }
}

/// The reply, once all of it is there.
fn read(bytes: &[u8]) -> Option<Reply> {
    let head_end = bytes.windows(4).position(|found| found == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..head_end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
    let body = bytes.get(head_end + 4..head_end + 4 + length)?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Reply { status, body: String::from_utf8_lossy(body).into_owned(), head })
}

pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    headers.iter().for_each(|(name, value)| text += &format!("{name}: {value}\r\n"));
    if !body.is_empty() {
        text += &format!("Content-Length: {}\r\n", body.len());
    }
    format!("{text}\r\n{body}").into_bytes()
}

/// The program as a server; it is killed when this goes.
pub struct Server {
    child: Child,
    pub port: u16,
    /// Coder and address.
    pub links: Vec<(String, String)>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Server {
    /// Starts `plenary review out` in a folder and waits for its addresses.
    pub fn start(folder: &Path, args: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_plenary"))
            .current_dir(folder)
            .args(["review", "out"])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut links = Vec::new();
        let mut said = Vec::new();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let is_adjudicated = args.contains(&"--adjudicate");
        let n = args.iter().filter(|arg| **arg == "--coder").count() + usize::from(is_adjudicated);
        for line in stdout.lines().take(n) {
            let line = line.unwrap();
            let (coder, address) = line.split_once(": ").unwrap();
            links.push((coder.to_string(), address.split(' ').next().unwrap().to_string()));
        }
        if links.len() < n {
            stderr.read_to_end(&mut said).unwrap();
            panic!("{}", String::from_utf8_lossy(&said));
        }
        // What it says later must find a reader.
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        let port = links[0].1.split([':', '/']).nth(4).unwrap().parse().unwrap();
        Server { child, port, links }
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Presses Ctrl-C, and gives the exit code.
    #[cfg(unix)]
    pub fn interrupt(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// The path of a coder's address, with `/` at both ends.
    pub fn path(&self, coder: &str) -> String {
        let (_, address) = self.links.iter().find(|(name, _)| name == coder).unwrap();
        address.split_once(&self.port.to_string()).unwrap().1.to_string()
    }

    pub fn get(&self, coder: &str, rest: &str) -> Reply {
        let host = format!("127.0.0.1:{}", self.port);
        let path = self.path(coder) + rest;
        send(self.port, &request("GET", &path, &[("Host", &host)], "")).unwrap()
    }

    pub fn save(&self, coder: &str, number: usize, revision: u64, codes: serde_json::Value) -> Reply {
        let path = self.path(coder);
        save(self.port, &path, number, revision, codes).unwrap()
    }
}

/// Saves codes; none where the server went away before it answered.
pub fn save(port: u16, path: &str, number: usize, revision: u64, codes: serde_json::Value) -> Option<Reply> {
    let host = format!("127.0.0.1:{port}");
    let path = format!("{path}api/statement/{number}");
    let body = serde_json::json!({"revision": revision, "codes": codes}).to_string();
    let headers = [("Host", &*host), ("Content-Type", "application/json")];
    send(port, &request("POST", &path, &headers, &body))
}
