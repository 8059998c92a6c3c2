//! How a command of the workshop ends: the exit status that goes with each kind of error.
//!
//! The product's own commands use the same numbers (README, "Exit status").

use std::fmt;
use std::process::ExitStatus;

/// An error whose exit status matters. Everything else that goes wrong counts as a failed check.
#[derive(Debug)]
pub enum Failure {
    /// 1: a check failed.
    Check(String),
    /// 1 as well; all has been said, and the last line must stay the last.
    Said,
    /// 2: wrong use or configuration.
    Usage(String),
    /// 3: a port, a tool, disk space, a database or a network is not there.
    Missing(String),
    /// 130: a person or a supervisor asked us to stop.
    Stopped,
}

impl Failure {
    pub fn status(&self) -> u8 {
        match self {
            Self::Check(_) | Self::Said => 1,
            Self::Usage(_) => 2,
            Self::Missing(_) => 3,
            Self::Stopped => 130,
        }
    }
}

impl Failure {
    /// The failure of a command of ours, which ended with one of the statuses above.
    pub fn like(status: ExitStatus, sentence: String) -> Self {
        match status.code() {
            Some(2) => Self::Usage(sentence),
            Some(3) => Self::Missing(sentence),
            _ => Self::Check(sentence),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Check(sentence) | Self::Usage(sentence) | Self::Missing(sentence) => {
                f.write_str(sentence)
            }
            Self::Said => f.write_str("a check failed"),
            Self::Stopped => f.write_str("stopped before it was done, as asked"),
        }
    }
}

impl std::error::Error for Failure {}

/// The exit status for any error: that of the `Failure` inside it, else 3 for a full disk, else 1.
pub fn status_of(error: &anyhow::Error) -> u8 {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return failure.status();
    }
    if is_disk_full(error) { 3 } else { 1 }
}

/// One line for a person: what, why and, when the disk is full, the mend.
pub fn sentence(error: &anyhow::Error) -> String {
    if error.downcast_ref::<Failure>().is_none() && is_disk_full(error) {
        return format!("the disk is full ({error:#}): free some space and start again");
    }
    format!("{error:#}")
}

fn is_disk_full(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::StorageFull)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_status() {
        let check = |error: anyhow::Error, expected: u8| assert_eq!(status_of(&error), expected);
        check(Failure::Check("x".into()).into(), 1);
        check(Failure::Usage("x".into()).into(), 2);
        check(
            anyhow::Error::from(Failure::Missing("x".into())).context("while starting"),
            3,
        );
        check(Failure::Stopped.into(), 130);
        check(anyhow::anyhow!("anything else"), 1);
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        check(anyhow::Error::from(full).context("writing the stamp"), 3);
    }
}
