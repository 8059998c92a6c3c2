//! A simulator that runs: where it is, what it is called, and how it is steered from code.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::audience;
use crate::clock;
use crate::control::{self, ControlError};
use crate::cut::{Door, Knife};
use crate::graph;
use crate::phone;
use crate::sim::{Options, Sim};
use crate::webhook::deliver;

/// How often the state file is written, at most.
const SAVING: Duration = Duration::from_secs(1);

/// A running simulator.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    sim: Arc<Sim>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// Starts a simulator.
///
/// # Errors
/// When the address is taken or the state file is not one.
pub async fn start(options: Options) -> anyhow::Result<Running> {
    let listen = options.listen.clone();
    let handshake = options.handshake;
    let listener = TcpListener::bind(&listen)
        .await
        .with_context(|| format!("can't listen on {listen}"))?;
    let addr = listener
        .local_addr()
        .context("the listener has no address")?;
    let sim = Sim::new(options)?;
    // An address that means "all" is no address to go to.
    let host = if addr.ip().is_unspecified() {
        "127.0.0.1".to_owned()
    } else {
        host(addr)
    };
    sim.set_base(format!("http://{host}:{}", addr.port()));
    let router = Router::new()
        .merge(control::routes())
        .merge(phone::routes())
        .fallback(graph::http::serve)
        .layer(DefaultBodyLimit::max(graph::body::LARGEST))
        .with_state(Arc::clone(&sim));
    let ending = sim.ending.clone();
    let service = router.into_make_service_with_connect_info::<Knife>();
    let serving = tokio::spawn(async move {
        let end = async move { ending.cancelled().await };
        axum::serve(Door(listener), service)
            .with_graceful_shutdown(end)
            .await
    });
    tokio::spawn(audience::live(Arc::clone(&sim)));
    tokio::spawn(keep(Arc::clone(&sim)));
    // What a former run did not deliver goes out first.
    let left: Vec<_> = sim.lock().outbox.values().cloned().collect();
    for delivery in left {
        sim.lanes.post(&sim, delivery);
    }
    if handshake {
        match deliver::handshake(&sim).await {
            Ok(_) => tracing::info!("the receiver took the handshake"),
            Err(why) => tracing::warn!(why, "the handshake failed"),
        }
    }
    Ok(Running { addr, sim, serving })
}

fn host(addr: SocketAddr) -> String {
    if addr.is_ipv6() {
        format!("[{}]", addr.ip())
    } else {
        addr.ip().to_string()
    }
}

async fn keep(sim: Arc<Sim>) {
    loop {
        tokio::select! {
            () = sim.ending.cancelled() => return,
            () = clock::wait(SAVING) => {}
        }
        if let Err(error) = sim.save() {
            tracing::error!("the state was not kept: {error:#}");
        }
    }
}

impl Running {
    /// The address for every Meta host, without a slash at the end.
    pub fn base_url(&self) -> String {
        self.sim.base()
    }

    /// What `GET /control/fixture` answers.
    ///
    /// # Errors
    /// When the world has no account.
    pub fn fixture(&self) -> Result<Value, ControlError> {
        let base = self.sim.base();
        self.sim.with(|world| control::fixture_of(world, &base))
    }

    /// Does what `POST /control/act` does.
    ///
    /// # Errors
    /// When the act is not understood or can't be done.
    pub fn act(&self, body: &Value) -> Result<Value, ControlError> {
        control::act_on(&self.sim, body)
    }

    /// Does what `POST /control/clock` does.
    ///
    /// # Errors
    /// When the change is not understood.
    pub fn clock(&self, body: &Value) -> Result<Value, ControlError> {
        control::clock_on(&self.sim, body)
    }

    /// Does what `POST /control/faults` does.
    ///
    /// # Errors
    /// When a fault is not understood.
    pub fn faults(&self, body: &Value) -> Result<(), ControlError> {
        let changed = self.sim.lock_faults().change(body);
        changed.map_err(|message| ControlError {
            field: "faults".to_owned(),
            message,
        })
    }

    /// Does what `POST /control/settings` does.
    ///
    /// # Errors
    /// When a switch is not known or has a wrong value.
    pub fn settings(&self, body: &Value) -> Result<(), ControlError> {
        self.sim.with(|world| {
            let new = world.settings.changed(body);
            let wrong = |message| ControlError {
                field: "settings".to_owned(),
                message,
            };
            world.settings = new.map_err(wrong)?;
            Ok(())
        })
    }

    /// Does what `POST /control/audience` does.
    ///
    /// # Errors
    /// When the change is not understood.
    pub fn audience(&self, body: &Value) -> Result<Value, ControlError> {
        control::audience_on(&self.sim, body)
    }

    /// Sends webhooks to this address from now on.
    pub fn webhook(&self, url: &str) {
        self.sim
            .with(|world| world.webhook_url = Some(url.to_owned()));
    }

    /// What `GET /control/state` answers.
    pub fn state(&self) -> Value {
        control::state_of(&self.sim)
    }

    /// What `GET /control/dump` answers: the same seed and acts give the same to the byte.
    ///
    /// # Errors
    /// When the world can't be written as JSON.
    pub fn dump(&self) -> Result<Value, ControlError> {
        control::dump_of(&self.sim)
    }

    /// What `GET /control/sends` lists.
    pub fn sends(&self) -> Vec<Value> {
        control::sends_of(&self.sim)
    }

    /// How many webhooks are not delivered yet.
    pub fn pending(&self) -> usize {
        self.sim.lock().outbox.len()
    }

    /// Ends it: no new calls, those under way are answered, the state is kept.
    ///
    /// # Errors
    /// When the state can't be written.
    pub async fn shutdown(self) -> anyhow::Result<()> {
        self.sim.ending.cancel();
        let mut serving = self.serving;
        if tokio::time::timeout(Duration::from_secs(2), &mut serving)
            .await
            .is_err()
        {
            serving.abort();
        }
        self.sim.save()
    }
}
