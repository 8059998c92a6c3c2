//! Ports on the loopback address: a free one, and whether one is taken.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

use anyhow::Context;

use crate::failure::Failure;

/// A port that is free now. Another program may still take it before our child does; the child then
/// says so.
pub fn free() -> anyhow::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port is left")?;
    Ok(listener
        .local_addr()
        .context("cannot read the address of a fresh socket")?
        .port())
}

/// `Failure::Missing` (status 3) when something else listens on `port`.
pub fn require(port: u16) -> anyhow::Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(Failure::Missing(format!(
            "port {port} is taken by another program (a demo that still runs?): stop it, or choose \
             another port with --port"
        ))
        .into()),
        Err(error) => Err(Failure::Missing(format!(
            "cannot listen on 127.0.0.1:{port} ({error}): choose another port with --port"
        ))
        .into()),
    }
}

/// `wanted` when it is free, else any: keeps addresses the same from one start to the next.
pub fn prefer(wanted: Option<u16>) -> anyhow::Result<u16> {
    match wanted {
        Some(port) if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() => Ok(port),
        _ => free(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_and_has_status_three() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = require(port).unwrap_err();
        assert!(
            error.to_string().contains(&format!("port {port}")),
            "{error}"
        );
        assert_eq!(crate::failure::status_of(&error), 3);
        assert_ne!(prefer(Some(port)).unwrap(), port);
    }
}
