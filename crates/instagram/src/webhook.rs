//! What a webhook body says, as domain events.
//!
//! Meta documents several envelopes and breaks most of its own rules, so the body is read as
//! loose JSON and sorted entry by entry: what is strange becomes `Event::Unknown` with its raw
//! text, and its neighbours are read as if it were not there.

mod comment;
mod envelope;
mod event;
mod mend;
mod message;

use palette_domain::inbound::Inbound;

/// A body was not JSON: answer 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the webhook body is not JSON (near byte {at})")]
pub struct NotJson {
    /// Where reading stopped, in bytes; of the body nothing is told.
    pub at: usize,
}

/// Reads a webhook body, after its signature was checked.
///
/// Takes any number of entries and updates: limits on size are the server's. Times are as Meta
/// tells them, `Instant` 0 when it tells none; a time in the future is not corrected here, because
/// there is no clock here. Half an emoji and bytes that are not UTF-8 become U+FFFD.
///
/// # Errors
/// When the body is not JSON, or is nested deeper than 127 levels.
pub fn parse(body: &[u8]) -> Result<Vec<Inbound>, NotJson> {
    let value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(first) => serde_json::from_slice(&mend::mended(body)).map_err(|_| NotJson {
            at: byte_of(body, &first),
        })?,
    };
    let mut found = Vec::new();
    envelope::body(&value, &mut found);
    Ok(found)
}

fn byte_of(body: &[u8], error: &serde_json::Error) -> usize {
    let before: usize = body
        .split_inclusive(|byte| *byte == b'\n')
        .take(error.line().saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    before + error.column()
}
