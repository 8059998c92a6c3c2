//! Every setting: one struct gives names, defaults, environment variables and their meaning.
//!
//! Flags win over the environment, the environment over the file, the file over the defaults.
//! Environment names are `PALETTE_` and the path with `__`; a test holds them to that rule.

mod explain;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use confique::Config as _;
use palette_domain::Span;
use palette_domain::account::Login;
use palette_domain::policy::PolicyConfig;
use palette_domain::turn::QuietTime;
use palette_instagram::version::{BUILT_FOR, is_well_formed};
use secrecy::SecretString;

pub use explain::Setting;
use explain::{refuse_unknown_keys, walk};

/// All settings of one installation.
#[derive(Debug, Clone, confique::Config)]
pub struct Config {
    /// The folder with the database, the master key and the pictures.
    #[config(env = "PALETTE_DATA_DIR", default = "./data")]
    pub data_dir: PathBuf,
    /// Where the data is kept: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`.
    /// Unset: a SQLite file in the data folder.
    #[config(env = "PALETTE_DATABASE_URL")]
    pub database_url: Option<String>,
    /// The file with the key that seals all others; made at first start, mode 0600.
    /// Unset: `master.key` in the data folder.
    #[config(env = "PALETTE_MASTER_KEY_FILE")]
    pub master_key_file: Option<PathBuf>,
    /// What is logged, structured, to stderr: `error`, `warn`, `info`, `debug`, or a filter.
    #[config(env = "PALETTE_LOG", default = "info")]
    pub log: String,
    /// The web server.
    #[config(nested)]
    pub http: Http,
    /// Instagram, by its own login product.
    #[config(nested)]
    pub instagram: Instagram,
    /// Instagram, by Facebook Login.
    #[config(nested)]
    pub facebook: Facebook,
    /// The AI's turns.
    #[config(nested)]
    pub turns: Turns,
    /// Taking in webhooks.
    #[config(nested)]
    pub ingest: Ingest,
}

/// The web server.
#[derive(Debug, Clone, confique::Config)]
pub struct Http {
    /// Address and port to listen on.
    #[config(env = "PALETTE_HTTP__LISTEN", default = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The address people and Meta reach this installation by. Unset: from `listen`.
    #[config(env = "PALETTE_HTTP__PUBLIC_URL")]
    pub public_url: Option<String>,
    /// A second address for `/metrics` alone. Unset: `/metrics` needs the token below.
    #[config(env = "PALETTE_HTTP__METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// The bearer token for `/metrics` on the main address.
    #[config(env = "PALETTE_HTTP__METRICS_TOKEN")]
    pub metrics_token: Option<SecretString>,
    /// Seconds that running requests get to finish when the server stops.
    #[config(env = "PALETTE_HTTP__DRAIN_SECONDS", default = 10)]
    pub drain_seconds: u16,
}

/// Instagram API with Instagram Login.
#[derive(Debug, Clone, confique::Config)]
pub struct Instagram {
    /// The Instagram app id, from Meta's dashboard.
    #[config(env = "PALETTE_INSTAGRAM__APP_ID")]
    pub app_id: Option<String>,
    /// The Instagram app secret: signs webhooks and exchanges codes.
    #[config(env = "PALETTE_INSTAGRAM__APP_SECRET")]
    pub app_secret: Option<SecretString>,
    /// The text that you also give to Meta's dashboard for the webhook handshake.
    #[config(env = "PALETTE_INSTAGRAM__VERIFY_TOKEN")]
    pub verify_token: Option<SecretString>,
    /// Host of the Graph API.
    #[config(
        env = "PALETTE_INSTAGRAM__GRAPH_URL",
        default = "https://graph.instagram.com"
    )]
    pub graph_url: String,
    /// Host of the code exchange.
    #[config(
        env = "PALETTE_INSTAGRAM__API_URL",
        default = "https://api.instagram.com"
    )]
    pub api_url: String,
    /// Host of the consent page.
    #[config(
        env = "PALETTE_INSTAGRAM__WWW_URL",
        default = "https://www.instagram.com"
    )]
    pub www_url: String,
    /// Version of the Graph API, for both login products. `palette doctor` says when it ends.
    #[config(env = "PALETTE_INSTAGRAM__API_VERSION", default = "v26.0")]
    pub api_version: String,
    /// Direct messages a second and account. Meta publishes 100 and 300; the lower is the default,
    /// and it shrinks by itself when Meta says so.
    #[config(env = "PALETTE_INSTAGRAM__SENDS_PER_SECOND", default = 100)]
    pub sends_per_second: u32,
    /// Private replies an hour and account (Meta: 750).
    #[config(env = "PALETTE_INSTAGRAM__PRIVATE_REPLIES_PER_HOUR", default = 750)]
    pub private_replies_per_hour: u32,
    /// Public replies, hides and deletes under comments, an hour and account.
    #[config(env = "PALETTE_INSTAGRAM__COMMENT_ACTS_PER_HOUR", default = 750)]
    pub comment_acts_per_hour: u32,
    /// Hours in which automated answers may go out after a person's message (Meta: 24).
    #[config(env = "PALETTE_INSTAGRAM__WINDOW_HOURS", default = 24)]
    pub window_hours: u16,
    /// The same after the first message from a click-to-Direct ad (Meta: up to 168).
    #[config(env = "PALETTE_INSTAGRAM__AD_WINDOW_HOURS", default = 24)]
    pub ad_window_hours: u16,
    /// Whether Meta approved the Human Agent feature for the app: a member's own message may then
    /// go out for 7 days.
    #[config(env = "PALETTE_INSTAGRAM__HUMAN_AGENT", default = false)]
    pub human_agent: bool,
}

/// Instagram API with Facebook Login.
#[derive(Debug, Clone, confique::Config)]
pub struct Facebook {
    /// The Facebook app id.
    #[config(env = "PALETTE_FACEBOOK__APP_ID")]
    pub app_id: Option<String>,
    /// The Facebook app secret.
    #[config(env = "PALETTE_FACEBOOK__APP_SECRET")]
    pub app_secret: Option<SecretString>,
    /// Host of the Graph API.
    #[config(
        env = "PALETTE_FACEBOOK__GRAPH_URL",
        default = "https://graph.facebook.com"
    )]
    pub graph_url: String,
    /// Host of the consent page.
    #[config(
        env = "PALETTE_FACEBOOK__WWW_URL",
        default = "https://www.facebook.com"
    )]
    pub www_url: String,
}

/// The AI's turns.
#[derive(Debug, Clone, confique::Config)]
pub struct Turns {
    /// Milliseconds to wait for more words before answering; 0 answers at once.
    /// Unset: adaptive, by how the person writes.
    #[config(env = "PALETTE_TURNS__QUIET_TIME_MS")]
    pub quiet_time_ms: Option<u32>,
    /// Turns worked on at the same time by this instance.
    #[config(env = "PALETTE_TURNS__WORKERS", default = 8)]
    pub workers: u16,
    /// Seconds after which another instance may take over a turn that this one claimed.
    #[config(env = "PALETTE_TURNS__LEASE_SECONDS", default = 60)]
    pub lease_seconds: u16,
}

/// Taking in webhooks.
#[derive(Debug, Clone, confique::Config)]
pub struct Ingest {
    /// Deliveries that may wait for the disk; above it the answer is 503 with Retry-After.
    #[config(env = "PALETTE_INGEST__QUEUE_MAX", default = 4096)]
    pub queue_max: usize,
    /// Deliveries that share one commit at most.
    #[config(env = "PALETTE_INGEST__BATCH_MAX", default = 128)]
    pub batch_max: usize,
    /// Bytes of one delivery at most; above it the answer is 413.
    #[config(env = "PALETTE_INGEST__BODY_BYTES_MAX", default = 4194304)]
    pub body_bytes_max: usize,
}

/// What the command line may set.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--data-dir`
    pub data_dir: Option<PathBuf>,
    /// `--listen`
    pub listen: Option<SocketAddr>,
    /// `--database-url`
    pub database_url: Option<String>,
}

/// The configuration can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file or a variable could not be read.
    #[error("the configuration can't be read: {0}")]
    Read(String),
    /// A key in the file that no setting has.
    #[error(
        "{file} has the key `{key}`, which is no setting; `palette config --explain` lists them all"
    )]
    UnknownKey {
        /// The file.
        file: String,
        /// The key with its path.
        key: String,
    },
    /// A value that parses but makes no sense.
    #[error("the setting {setting} is wrong: {why}")]
    Value {
        /// Its path.
        setting: &'static str,
        /// What is wrong and how to mend it.
        why: String,
    },
}

impl Config {
    /// Reads flags, environment and file, and checks what they say.
    pub fn load(flags: Flags) -> Result<Self, ConfigError> {
        type Layer = <Config as confique::Config>::Layer;
        let env = <Layer as confique::Layer>::from_env().map_err(read_error)?;
        let data_dir = flags.data_dir.clone().or_else(|| env.data_dir.clone());
        let data_dir = data_dir.unwrap_or_else(|| PathBuf::from("./data"));
        let file = flags.config.clone().unwrap_or_else(|| {
            data_dir
                .parent()
                .unwrap_or(Path::new("."))
                .join("palette.toml")
        });
        if flags.config.is_some() && !file.exists() {
            return Err(ConfigError::Read(format!(
                "there is no file {}",
                file.display()
            )));
        }
        refuse_unknown_keys(&file)?;
        let mut over = <Layer as confique::Layer>::empty();
        over.data_dir = flags.data_dir;
        over.database_url = flags.database_url;
        over.http.listen = flags.listen;
        let builder = Config::builder().preloaded(over).preloaded(env);
        let config = builder.file(file).load().map_err(read_error)?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let url = self.database_url();
        if !url.starts_with("sqlite:") && !url.starts_with("postgres") {
            return Err(ConfigError::Value {
                setting: "database_url",
                why: "it must begin with sqlite: or postgres://".to_owned(),
            });
        }
        if let Some(public) = &self.http.public_url {
            check_url("http.public_url", public)?;
        }
        for (setting, value) in [
            ("instagram.graph_url", &self.instagram.graph_url),
            ("instagram.api_url", &self.instagram.api_url),
            ("instagram.www_url", &self.instagram.www_url),
            ("facebook.graph_url", &self.facebook.graph_url),
            ("facebook.www_url", &self.facebook.www_url),
        ] {
            check_url(setting, value)?;
        }
        if !is_well_formed(&self.instagram.api_version) {
            return Err(ConfigError::Value {
                setting: "instagram.api_version",
                why: format!("write it as Meta does, for example {BUILT_FOR}"),
            });
        }
        if !(1..=24).contains(&self.instagram.window_hours) {
            return Err(ConfigError::Value {
                setting: "instagram.window_hours",
                why: "Meta allows 1 to 24".to_owned(),
            });
        }
        if !(1..=168).contains(&self.instagram.ad_window_hours) {
            return Err(ConfigError::Value {
                setting: "instagram.ad_window_hours",
                why: "Meta allows 1 to 168".to_owned(),
            });
        }
        for (setting, value) in [
            ("ingest.queue_max", self.ingest.queue_max),
            ("ingest.batch_max", self.ingest.batch_max),
            ("turns.workers", usize::from(self.turns.workers)),
        ] {
            if value == 0 {
                return Err(ConfigError::Value {
                    setting,
                    why: "it must be at least 1".to_owned(),
                });
            }
        }
        Ok(())
    }

    /// The database in use.
    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data_dir.join("palette.db").display()))
    }

    /// The file of the master key.
    pub fn master_key_file(&self) -> PathBuf {
        self.master_key_file
            .clone()
            .unwrap_or_else(|| self.data_dir.join("master.key"))
    }

    /// The address people reach, without a slash at its end.
    pub fn public_url(&self) -> String {
        let url = self.http.public_url.clone();
        let url = url.unwrap_or_else(|| format!("http://{}", self.http.listen));
        url.trim_end_matches('/').to_owned()
    }

    /// Whether people reach it by https: cookies are then Secure.
    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// The address Meta sends people back to after the consent page.
    pub fn redirect_uri(&self, login: Login) -> String {
        format!("{}/oauth/{}/callback", self.public_url(), login.as_str())
    }

    /// The windows in force.
    pub fn policy(&self) -> PolicyConfig {
        PolicyConfig {
            standard: Span::hours(i64::from(self.instagram.window_hours)),
            ad: Span::hours(i64::from(self.instagram.ad_window_hours)),
            human_agent_granted: self.instagram.human_agent,
            ..PolicyConfig::default()
        }
    }

    /// How long a turn waits for more words.
    pub fn quiet_time(&self) -> QuietTime {
        self.turns.quiet_time_ms.map_or(QuietTime::Adaptive, |ms| {
            QuietTime::Fixed(Span::millis(i64::from(ms)))
        })
    }

    /// Settings that Instagram needs and that are not set, by environment name.
    pub fn missing_for_instagram(&self) -> Vec<&'static str> {
        let instagram = &self.instagram;
        let facebook = self.facebook.app_id.is_some() && self.facebook.app_secret.is_some();
        let mut missing = Vec::new();
        if !facebook && instagram.app_id.is_none() {
            missing.push("PALETTE_INSTAGRAM__APP_ID");
        }
        if !facebook && instagram.app_secret.is_none() {
            missing.push("PALETTE_INSTAGRAM__APP_SECRET");
        }
        if instagram.verify_token.is_none() {
            missing.push("PALETTE_INSTAGRAM__VERIFY_TOKEN");
        }
        missing
    }

    /// The secrets that may sign a webhook.
    pub fn webhook_secrets(&self) -> Vec<SecretString> {
        let secrets = [&self.instagram.app_secret, &self.facebook.app_secret];
        secrets.into_iter().flatten().cloned().collect()
    }

    /// The commented file with every setting at its default.
    pub fn template() -> String {
        confique::toml::template::<Config>(confique::toml::FormatOptions::default())
    }

    /// Every setting: path, environment name, default, meaning.
    pub fn explain() -> Vec<Setting> {
        let mut settings = Vec::new();
        walk(&Config::META, "", &mut settings);
        settings
    }
}

fn read_error(error: confique::Error) -> ConfigError {
    // confique prints a chain over several lines; one sentence is what people read.
    let text = error.to_string();
    let mut parts: Vec<String> = vec![text.trim().to_owned()];
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        parts.push(cause.to_string());
        source = cause.source();
    }
    ConfigError::Read(
        parts
            .join(": ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    )
}

fn check_url(setting: &'static str, value: &str) -> Result<(), ConfigError> {
    match url::Url::parse(value) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(()),
        _ => Err(ConfigError::Value {
            setting,
            why: "it must be an address that begins with http:// or https://".to_owned(),
        }),
    }
}
