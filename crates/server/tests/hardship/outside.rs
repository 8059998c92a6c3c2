//! Palette as its users have it: the built binary, run as processes, beside a simulator.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(25);
/// A process that was told to stop has this long.
const STOP: Duration = Duration::from_secs(15);

pub const EMAIL: &str = "owner@hardship.test";
pub const PASSWORD: &str = "a-password-nobody-logs";
pub const METRICS_TOKEN: &str = "metrics-token-nobody-logs";

/// A simulator, a data folder, and the settings that join them.
pub struct Outside {
    pub simulator: palette_simulator::Running,
    pub fixture: Value,
    pub business: String,
    pub http: reqwest::Client,
    folder: TempDir,
    settings: Vec<(String, String)>,
    started: AtomicU32,
}

/// How a command ended.
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A running `palette serve`.
pub struct Instance {
    pub base: String,
    pub cookie: String,
    child: Child,
}

impl Outside {
    /// A fresh folder with nothing in it yet.
    pub async fn bare(settings: &[(&str, &str)]) -> Self {
        let options = palette_simulator::Options::default();
        let simulator = palette_simulator::start(options)
            .await
            .expect("the simulator starts");
        let quick = json!({"retry_ms": vec![200; 400], "webhook_timeout_ms": 5_000});
        simulator.settings(&quick).expect("the settings are known");
        let fixture = simulator.fixture().expect("a fixture");
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data").display().to_string();
        let mut all = vec![
            ("PALETTE_DATA_DIR".to_owned(), data),
            ("PALETTE_HTTP__LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
            (
                "PALETTE_HTTP__METRICS_TOKEN".to_owned(),
                METRICS_TOKEN.to_owned(),
            ),
            ("PALETTE_TURNS__QUIET_TIME_MS".to_owned(), "0".to_owned()),
        ];
        for name in ["app_id", "app_secret", "verify_token"] {
            let value = fixture[name]
                .as_str()
                .expect("the fixture has it")
                .to_owned();
            all.push((format!("PALETTE_INSTAGRAM__{}", name.to_uppercase()), value));
        }
        for host in [
            "INSTAGRAM__GRAPH",
            "INSTAGRAM__API",
            "INSTAGRAM__WWW",
            "FACEBOOK__GRAPH",
        ] {
            all.push((format!("PALETTE_{host}_URL"), simulator.base_url()));
        }
        all.extend(
            settings
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        Self {
            simulator,
            fixture,
            business: String::new(),
            http: reqwest::Client::builder()
                .no_proxy()
                .build()
                .expect("a client"),
            folder,
            settings: all,
            started: AtomicU32::new(0),
        }
    }

    /// The same with a shop and its connected account.
    pub async fn open(settings: &[(&str, &str)]) -> Self {
        let mut outside = Self::bare(settings).await;
        outside.create_business().await;
        outside.connect_account().await;
        outside
    }

    pub async fn create_business(&mut self) {
        let words = [
            "business",
            "create",
            "--name",
            "Hardship",
            "--owner-email",
            EMAIL,
        ];
        let words = [&words[..], &["--owner-name", "Owner"]].concat();
        let made = self.palette(&words, PASSWORD, &[]).await.json();
        self.business = made["business_id"].as_str().expect("an id").to_owned();
    }

    pub async fn connect_account(&self) -> Value {
        let token = self.fixture["token"].as_str().expect("a token").to_owned();
        let words = [
            "account",
            "connect",
            "--business",
            &self.business,
            "--login",
            "instagram",
        ];
        self.palette(&words, &token, &[]).await.json()
    }

    /// Takes a setting back.
    pub fn forget(&mut self, name: &str) {
        self.settings.retain(|(known, _)| known != name);
    }

    fn command(&self, words: &[&str], more: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_palette"));
        command
            .args(words)
            .env_clear()
            .current_dir(self.folder.path())
            .kill_on_drop(true);
        command
            .envs(self.settings.iter().cloned())
            .envs(more.iter().copied());
        command
    }

    /// Runs a command to its end.
    pub async fn palette(&self, words: &[&str], stdin: &str, more: &[(&str, &str)]) -> Done {
        let mut command = self.command(words, more);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("palette starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        // A command that ends without reading has closed its end: that is its right.
        let _closed = pipe.write_all(stdin.as_bytes()).await.is_err();
        drop(pipe);
        let ended = tokio::time::timeout(PATIENCE, child.wait_with_output()).await;
        let ended = ended.expect("palette ends in time").expect("palette runs");
        Done {
            code: ended.status.code(),
            out: String::from_utf8_lossy(&ended.stdout).into_owned(),
            err: String::from_utf8_lossy(&ended.stderr).into_owned(),
        }
    }

    fn log_file(&self, number: u32) -> PathBuf {
        self.folder.path().join(format!("serve-{number}.log"))
    }

    /// All that all instances logged.
    pub fn logs(&self) -> String {
        let numbers = 0..self.started.load(Ordering::SeqCst);
        let read = |number| std::fs::read(self.log_file(number)).expect("a log");
        numbers
            .map(|number| String::from_utf8_lossy(&read(number)).into_owned())
            .collect()
    }

    /// Serves; webhooks go there from now on.
    pub async fn serve(&self) -> Instance {
        self.serve_with(&[]).await
    }

    pub async fn serve_with(&self, more: &[(&str, &str)]) -> Instance {
        let number = self.started.fetch_add(1, Ordering::SeqCst);
        let file = self.log_file(number);
        let log = std::fs::File::create(&file).expect("a log file");
        let mut command = self.command(&["serve"], more);
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn();
        let mut instance = Instance {
            base: String::new(),
            cookie: String::new(),
            child: child.expect("palette starts"),
        };
        until("palette to be ready", async || {
            let text = std::fs::read_to_string(&file).expect("a log");
            let address = text.lines().find_map(ready_address);
            instance.base = address.map(|at| format!("http://{at}")).unwrap_or_default();
            !instance.base.is_empty()
        })
        .await;
        self.simulator
            .webhook(&format!("{}/webhooks/instagram", instance.base));
        instance
    }

    /// A person does something in the simulator; what it made.
    pub fn act(&self, body: &Value) -> Value {
        self.simulator.act(body).expect("the act is done")
    }

    /// A DM by someone; their IGSID.
    pub fn says(&self, person: &str, text: &str) -> String {
        let made = self.act(&json!({"person": person, "do": "message", "text": text}));
        made["igsid"].as_str().expect("an id").to_owned()
    }

    /// What reached someone by DM, oldest first.
    pub fn sent_to(&self, igsid: &str) -> Vec<String> {
        let sends = self.simulator.sends().into_iter();
        sends
            .filter(|send| send["status"] == 200 && send["to"] == json!(igsid))
            .filter(|send| send["kind"] == "message")
            .map(|send| send["text"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// No rule of Instagram's was broken and nothing was said twice.
    pub fn assert_clean(&self) {
        let state = self.simulator.state();
        assert_eq!(
            state["violations"],
            json!({}),
            "rules of Instagram were broken"
        );
        assert_eq!(state["duplicates"], 0, "something was said twice");
        assert_eq!(state["dropped"], 0, "the simulator gave a webhook up");
    }
}

impl Done {
    /// The JSON of a command that went well.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{}", self.err);
        serde_json::from_str(&self.out).expect("JSON")
    }
}

fn ready_address(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    let ready = line["message"] == "ready";
    ready
        .then(|| line["address"].as_str().map(str::to_owned))
        .flatten()
}

impl Instance {
    /// Ends it as a power cut would.
    pub async fn kill(mut self) {
        self.child.start_kill().expect("it runs");
        self.child.wait().await.expect("it ends");
    }

    /// Ends it as a service manager would; its exit status.
    pub async fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().expect("it runs").to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(told.expect("kill runs").success());
        let ended = tokio::time::timeout(STOP, self.child.wait()).await;
        ended.expect("it stops in time").expect("it ends").code()
    }

    /// Signs the owner in.
    pub async fn sign_in(&mut self, http: &reqwest::Client) {
        let body = json!({"email": EMAIL, "password": PASSWORD});
        let request = http
            .post(format!("{}/api/v1/session", self.base))
            .json(&body);
        let answer = request.send().await.expect("an answer");
        assert!(answer.status().is_success(), "sign-in: {}", answer.status());
        let cookie = answer.headers()["set-cookie"].to_str().expect("text");
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    }

    /// Calls the API of the business.
    pub async fn call(
        &self,
        outside: &Outside,
        method: reqwest::Method,
        path: &str,
        body: Option<Value>,
    ) -> Value {
        let slash = if path.is_empty() { "" } else { "/" };
        let url = format!(
            "{}/api/v1/businesses/{}{slash}{path}",
            self.base, outside.business
        );
        let mut request = outside
            .http
            .request(method, url)
            .header("cookie", &self.cookie);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// All items of a list, page by page.
    pub async fn all(&self, outside: &Outside, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut after = String::new();
        loop {
            let mark = if path.contains('?') { '&' } else { '?' };
            let page = format!("{path}{mark}limit=50{after}");
            let page = self.call(outside, reqwest::Method::GET, &page, None).await;
            items.extend(page["items"].as_array().expect("a list").iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return items,
            }
        }
    }

    /// One number of `/metrics`, added up over its labels.
    pub async fn metric(&self, http: &reqwest::Client, name: &str) -> f64 {
        let request = http
            .get(format!("{}/metrics", self.base))
            .bearer_auth(METRICS_TOKEN);
        let text = request
            .send()
            .await
            .expect("an answer")
            .text()
            .await
            .expect("text");
        let lines = text.lines().filter(|line| line.starts_with(name));
        lines
            .filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok())
            .sum()
    }
}

/// Waits until a condition is true.
pub async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while !condition().await {
            look_again().await;
        }
    });
    assert!(waited.await.is_ok(), "waited in vain for {what}");
}

#[expect(
    clippy::disallowed_methods,
    reason = "a look at a condition, with a deadline"
)]
async fn look_again() {
    tokio::time::sleep(LOOK).await;
}
