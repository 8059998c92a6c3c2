//! Starting and stopping the whole product in one process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use palette_domain::Chance;
use palette_instagram::{Client, ClientConfig, LoginConfig};
use palette_store::{MasterKey, Store, StoreConfig};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::AppClock;
use crate::config::Config;
use crate::metrics::Metrics;
use crate::state::{App, Live, Wake};
use crate::{http, ingest, jobs};

/// Connections to the database that read at the same time.
const READERS: u32 = 4;
/// A client that sends no first request gets this long.
const FIRST_REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// Why the product can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port.
    #[error("{address} can't be listened on: {why}; choose another by {setting}")]
    Port {
        /// The setting that names it.
        setting: &'static str,
        /// Which address.
        address: SocketAddr,
        /// The system's words.
        why: std::io::Error,
    },
    /// The data folder or the master key.
    #[error("{what} can't be used: {why}; check that the folder exists and may be written")]
    Disk {
        /// Which file or folder.
        what: String,
        /// The system's words.
        why: String,
    },
    /// The database.
    #[error("the database can't be opened: {0}")]
    Database(#[from] palette_store::StoreError),
    /// The web server.
    #[error("the web server can't be started: {0}")]
    Web(String),
    /// The client for Instagram.
    #[error("the client for Instagram can't be made: {0}")]
    Instagram(String),
}

/// The data folder, for this user alone when it is new: names of files tell something too.
fn make_folder(folder: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

/// Opens the store as the configuration says, making the data folder and the key at first start.
pub async fn open_store(config: &Config, chance: Arc<dyn Chance>) -> Result<Store, StartError> {
    let disk = |what: &std::path::Path| {
        let what = what.display().to_string();
        move |why: String| StartError::Disk { what, why }
    };
    make_folder(&config.data_dir).map_err(|error| disk(&config.data_dir)(error.to_string()))?;
    let key_file = config.master_key_file();
    let master_key = MasterKey::load_or_create(&key_file, chance.as_ref())
        .map_err(|error| disk(&key_file)(error.to_string()))?;
    let store_config = StoreConfig {
        url: config.database_url(),
        readers: READERS,
        master_key,
    };
    Ok(Store::open(&store_config, chance).await?)
}

/// The client for both login products, as configured; it keeps still by `clock` when Meta says so.
pub fn instagram_client(config: &Config, clock: AppClock) -> Result<Client, StartError> {
    let address = |text: &str| {
        url::Url::parse(text).map_err(|error| StartError::Instagram(format!("{text}: {error}")))
    };
    let instagram = LoginConfig {
        app_id: config.instagram.app_id.clone(),
        app_secret: config.instagram.app_secret.clone(),
        graph_url: address(&config.instagram.graph_url)?,
        www_url: address(&config.instagram.www_url)?,
    };
    let facebook = LoginConfig {
        app_id: config.facebook.app_id.clone(),
        app_secret: config.facebook.app_secret.clone(),
        graph_url: address(&config.facebook.graph_url)?,
        www_url: address(&config.facebook.www_url)?,
    };
    let client_config = ClientConfig {
        instagram,
        facebook,
        api_url: address(&config.instagram.api_url)?,
        version: config.instagram.api_version.clone(),
        ..ClientConfig::default()
    };
    let client = Client::new(client_config);
    let client = client.map_err(|error| StartError::Instagram(error.to_string()))?;
    Ok(client.with_clock(Arc::new(clock)))
}

/// A running product.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its parts.
    pub app: App,
    jobs: TaskTracker,
    server: JoinHandle<std::io::Result<()>>,
    metrics: Option<JoinHandle<std::io::Result<()>>>,
    handle: axum_server::Handle<SocketAddr>,
    writer: JoinHandle<()>,
    drain: Duration,
}

/// Takes a port.
fn listen(
    wanted: SocketAddr,
    setting: &'static str,
) -> Result<(std::net::TcpListener, SocketAddr), StartError> {
    let port = |why| StartError::Port {
        setting,
        address: wanted,
        why,
    };
    let listener = std::net::TcpListener::bind(wanted).map_err(port)?;
    listener.set_nonblocking(true).map_err(port)?;
    let address = listener.local_addr().map_err(port)?;
    Ok((listener, address))
}

/// Serves a router on a listener until the handle says stop.
fn door(
    listener: std::net::TcpListener,
    router: axum::Router,
    handle: &axum_server::Handle<SocketAddr>,
) -> Result<JoinHandle<std::io::Result<()>>, StartError> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum_server::from_tcp(listener)
        .map_err(|error| StartError::Web(error.to_string()))?
        .handle(handle.clone())
        .first_request_timeout(FIRST_REQUEST_TIMEOUT)
        .serve(service);
    let server = tokio::spawn(server);
    Ok(server)
}

/// Starts everything and returns once it listens.
pub async fn start(
    mut config: Config,
    clock: AppClock,
    chance: Arc<dyn Chance>,
) -> Result<Running, StartError> {
    let (listener, address) = listen(config.http.listen, "PALETTE_HTTP__LISTEN")?;
    let metrics_listener = match config.http.metrics_listen {
        Some(wanted) => Some(listen(wanted, "PALETTE_HTTP__METRICS_LISTEN")?.0),
        None => None,
    };
    // Port 0 asks the system for a free one; from here on the settings say which it is.
    config.http.listen = address;

    let store = open_store(&config, Arc::clone(&chance)).await?;
    let instagram = instagram_client(&config, clock.clone())?;
    let (handle_ingest, waiting) = ingest::queue(config.ingest.queue_max, clock.clone());
    let drain = Duration::from_secs(u64::from(config.http.drain_seconds));
    let app = App {
        config: Arc::new(config),
        store,
        instagram: Arc::new(instagram),
        clock,
        chance,
        ingest: handle_ingest,
        live: Live::default(),
        wake: Wake::default(),
        metrics: Arc::new(Metrics::default()),
        stop: CancellationToken::new(),
    };

    // Before any job looks: what the last run held when it was cut off is free at once.
    app.store.forget_claims(app.now()).await?;
    // The writer ends when the queue's last sender is gone, so it must not hold one itself.
    let (no_door, _) = ingest::queue(1, app.clock.clone());
    let for_writer = App {
        ingest: no_door,
        ..app.clone()
    };
    let writer = tokio::spawn(ingest::write(for_writer, waiting));
    let tracker = TaskTracker::new();
    jobs::start(&app, &tracker);
    tracker.close();

    let handle = axum_server::Handle::new();
    let server = door(listener, http::router(app.clone()), &handle)?;
    let metrics = match metrics_listener {
        Some(listener) => Some(door(listener, http::metrics_router(app.clone()), &handle)?),
        None => None,
    };
    Ok(Running {
        address,
        app,
        jobs: tracker,
        server,
        metrics,
        handle,
        writer,
        drain,
    })
}

impl Running {
    /// Stops: no new work, what runs gets its time, what was accepted is on disk.
    pub async fn stop(self) {
        let Running {
            app,
            jobs,
            server,
            metrics,
            handle,
            writer,
            drain,
            ..
        } = self;
        app.stop.cancel();
        handle.graceful_shutdown(Some(drain));
        for server in [Some(server), metrics].into_iter().flatten() {
            match server.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(error = %error, "the web server failed"),
                Err(error) => tracing::error!(error = %error, "the web server ended badly"),
            }
        }
        jobs.wait().await;
        // The queue's last sender is in `app`: with it gone the writer ends by itself.
        let store = app.store.clone();
        drop(app);
        if tokio::time::timeout(drain, writer).await.is_err() {
            tracing::warn!("the writer was still busy when its time was up");
        }
        if let Err(error) = store.close().await {
            tracing::error!(error = %error, "the store was not closed cleanly");
        }
    }
}
