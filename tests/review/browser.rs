//! A browser for tests: Chromium, driven over the WebDriver protocol by the small client.

use crate::client::{Reply, request, send};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The signs by which WebDriver names keys.
pub const TAB: &str = "\u{E004}";
pub const ENTER: &str = "\u{E007}";
pub const ESCAPE: &str = "\u{E00C}";
pub const SHIFT: &str = "\u{E008}";
pub const LEFT: &str = "\u{E012}";
pub const RIGHT: &str = "\u{E014}";
pub const DOWN: &str = "\u{E015}";

/// A browser with one window; it ends when this goes.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

/// A browser; none where it cannot be started, which is said.
#[allow(clippy::explicit_write, reason = "what eprintln prints is shown only where a test fails")]
pub fn browser() -> Option<Browser> {
    match Browser::start() {
        Ok(browser) => Some(browser),
        Err(why) => {
            let remedy = "Install the packages chromium and chromium-driver to run this test.";
            writeln!(std::io::stderr(), "skipped: {why}. {remedy}").unwrap();
            None
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let path = format!("/session/{}", self.session);
        let _ = send(self.port, &request("DELETE", &path, &[("Host", "localhost")], ""));
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Browser {
    /// Starts a browser, or says why there is none.
    pub fn start() -> Result<Browser, String> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|cause| format!("chromedriver cannot be started ({cause})"))?;
        let mut said = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = said.find_map(|line| {
            let line = line.ok()?;
            line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        std::thread::spawn(move || said.for_each(drop));
        let profile = tempfile::tempdir().unwrap();
        let folder = format!("--user-data-dir={}", profile.path().display());
        let args = json!([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            folder
        ]);
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": args},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "unhandledPromptBehavior": "accept",
        }}});
        let mut browser =
            Browser { driver, port: port.unwrap_or(0), session: String::new(), _profile: profile };
        let Some(port) = port else { return Err("chromedriver did not start".into()) };
        let made = post(port, "/session", &wanted).ok_or("chromedriver went away")?;
        let session = made.json()["value"]["sessionId"].as_str().map(String::from);
        browser.session = session.ok_or_else(|| format!("Chromium cannot be started: {}", made.body))?;
        Ok(browser)
    }

    fn call(&self, command: &str, body: &Value) -> Value {
        let reply = post(self.port, &format!("/session/{}/{command}", self.session), body).unwrap();
        assert_eq!(reply.status, 200, "{command} {body}: {}", reply.body);
        reply.json()["value"].clone()
    }

    pub fn open(&self, address: &str) {
        self.call("url", &json!({"url": address}));
    }

    /// The window's inner size becomes this.
    pub fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500});
        let command = json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics});
        self.call("goog/cdp/execute", &command);
    }

    /// Presses keys one after the other; those within `held` while Shift is held.
    pub fn press(&self, keys: &[&str]) {
        let presses = keys.iter().flat_map(|key| stroke(key)).collect::<Vec<_>>();
        self.act(presses);
    }

    pub fn press_with_shift(&self, keys: &[&str]) {
        let mut presses = vec![json!({"type": "keyDown", "value": SHIFT})];
        presses.extend(keys.iter().flat_map(|key| stroke(key)));
        presses.push(json!({"type": "keyUp", "value": SHIFT}));
        self.act(presses);
    }

    fn act(&self, presses: Vec<Value>) {
        self.call("actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": presses}]}));
    }

    /// The value of a script.
    pub fn value(&self, script: &str) -> Value {
        self.call("execute/sync", &json!({"script": format!("return {script}"), "args": []}))
    }

    pub fn text(&self, selector: &str) -> String {
        let found = self.value(&format!("document.querySelector({selector:?})?.innerText ?? ''"));
        found.as_str().unwrap_or_default().to_string()
    }

    /// Waits until a script is true.
    pub fn wait(&self, script: &str) {
        for _ in 0..600 {
            if self.value(script) == true {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("never true: {script}\n{}\n{}", self.text("#status"), self.text("#title"));
    }

    /// The messages of a log since it was last asked for.
    pub fn log(&self, kind: &str) -> Vec<Value> {
        self.call("se/log", &json!({"type": kind})).as_array().cloned().unwrap_or_default()
    }

    /// Fails where there is an error on the console, or anything was asked for whose address begins otherwise.
    pub fn assert_quiet(&self, own: &str) {
        let console = self.log("browser");
        assert!(console.is_empty(), "{console:?}");
        for entry in self.log("performance") {
            let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            let event = &message["message"];
            let asked = event["params"]["request"]["url"].as_str();
            // The browser's own first page and empty icons have no host.
            let has_host = |asked: &&str| !["chrome:", "data:"].iter().any(|own| asked.starts_with(own));
            if event["method"] == "Network.requestWillBeSent" {
                assert!(asked.filter(has_host).is_none_or(|asked| asked.starts_with(own)), "{asked:?}");
            }
        }
    }

    /// A picture of the window, into the folder that PLENARY_SCREENSHOTS names, if it does.
    pub fn screenshot(&self, name: &str) {
        let Some(folder) = std::env::var_os("PLENARY_SCREENSHOTS") else { return };
        let path = format!("/session/{}/screenshot", self.session);
        let reply = send(self.port, &request("GET", &path, &[("Host", "localhost")], "")).unwrap();
        let picture = from_base64(reply.json()["value"].as_str().unwrap());
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), picture).unwrap();
    }
}

fn stroke(key: &str) -> [Value; 2] {
    ["keyDown", "keyUp"].map(|what| json!({"type": what, "value": key}))
}

fn post(port: u16, path: &str, body: &Value) -> Option<Reply> {
    let headers = [("Host", "localhost"), ("Content-Type", "application/json")];
    send(port, &request("POST", path, &headers, &body.to_string()))
}

fn from_base64(text: &str) -> Vec<u8> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values = text.bytes().filter_map(|sign| SIGNS.iter().position(|known| *known == sign));
    let (mut bits, mut n, mut bytes) = (0_u32, 0, Vec::new());
    for value in values {
        (bits, n) = ((bits << 6 | value as u32) & 0xFFFF, n + 6);
        if n >= 8 {
            n -= 8;
            bytes.push((bits >> n) as u8);
        }
    }
    bytes
}
