//! What happens, as it happens: server-sent events that a client resumes where it left off.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures::Stream;
use futures::stream::unfold;
use garde::Validate;
use palette_domain::business::Permission;
use palette_domain::{BusinessId, Instant, Span};
use palette_store::{BusinessStore, StoreError};
use serde::Deserialize;
use tokio::sync::watch;
use utoipa::IntoParams;

use super::access::{Access, Read, SignedIn, enter};
use super::fields::Asked;
use super::problem::{Code, Problem};
use super::web::Web;

/// Comments between events keep proxies from closing what looks idle.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Other instances' writes are found by looking this often.
const LOOK_EVERY: Span = Span::secs(1);
/// A stream whose session ended or whose member left the business ends within this time.
const CHECK_EVERY: Span = Span::secs(60);
/// Changes read at once; a client that is further behind loads anew.
const BEHIND_MAX: u64 = 500;

/// What the stream may be asked.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EventsQuery {
    /// Of which business.
    #[garde(skip)]
    #[param(value_type = String)]
    business_id: BusinessId,
}

/// Changes of a business, ids only. `event: change` with `id:` as its number; resumed by
/// `Last-Event-ID`; `event: reset` when changes may have been missed: then load all anew.
#[utoipa::path(
    get, path = "/events", tag = "events", params(EventsQuery),
    responses((
        status = 200, description = "A stream of events", content_type = "text/event-stream",
        body = String,
    )),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn stream(
    signed_in: SignedIn,
    State(web): State<Web>,
    Asked(asked): Asked<EventsQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let access: Access<Read> =
        enter(&web, signed_in.member, asked.business_id, Permission::Read).await?;
    let woken = web.live.subscribe();
    let (last, first) = begin(&access.business, &headers).await?;
    let reader = Reader {
        checked_at: web.now(),
        token_hash: signed_in.token_hash,
        ready: VecDeque::from([first]),
        last,
        looked: false,
        access,
        woken,
        web,
    };
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    Ok(Sse::new(reader.events())
        .keep_alive(keep_alive)
        .into_response())
}

/// Where the stream begins, and what is said first: where it stands (so that a client which loses
/// the connection before the first change still resumes here), or that changes were missed.
async fn begin(business: &BusinessStore, headers: &HeaderMap) -> Result<(i64, Event), Problem> {
    let newest = business.latest_seq().await?;
    let Some(value) = headers.get("last-event-id") else {
        return Ok((newest, Event::default().id(newest.to_string())));
    };
    let last = value
        .to_str()
        .ok()
        .and_then(|text| text.parse::<i64>().ok());
    let last = last.ok_or_else(|| Problem::field("/Last-Event-ID", Code::Invalid))?;
    let missed = last > newest || last < business.oldest_seq().await? - 1;
    if missed {
        return Ok((newest, reset(newest)));
    }
    Ok((last, Event::default().id(last.to_string())))
}

fn reset(newest: i64) -> Event {
    Event::default()
        .id(newest.to_string())
        .event("reset")
        .data("{}")
}

/// One client's place in the line of changes.
struct Reader {
    web: Web,
    access: Access<Read>,
    token_hash: [u8; 32],
    woken: watch::Receiver<u64>,
    ready: VecDeque<Event>,
    last: i64,
    looked: bool,
    checked_at: Instant,
}

impl Reader {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        unfold(self, |mut reader| async {
            loop {
                if let Some(event) = reader.ready.pop_front() {
                    return Some((Ok(event), reader));
                }
                // Looked at first: what was missed before this connection is told at once.
                if reader.looked && !reader.rest().await {
                    return None;
                }
                reader.looked = true;
                if let Err(error) = reader.look().await {
                    // The client comes back by itself and resumes where it was.
                    tracing::error!(error = %error, "a stream of events broke off");
                    return None;
                }
            }
        })
    }

    /// Waits for news; false when the stream is to end.
    async fn rest(&mut self) -> bool {
        let look = self.web.clock.sleep(LOOK_EVERY);
        tokio::select! {
            () = self.web.stop.cancelled() => return false,
            news = self.woken.changed() => if news.is_err() { return false },
            () = look => {}
        }
        self.still_welcome().await
    }

    async fn still_welcome(&mut self) -> bool {
        let now = self.web.now();
        if now.since(self.checked_at) < CHECK_EVERY {
            return true;
        }
        self.checked_at = now;
        let session = self.web.store.find_session(self.token_hash, now).await;
        let role = self.access.business.role_of(self.access.member).await;
        matches!((session, role), (Ok(Some(_)), Ok(Some(_))))
    }

    async fn look(&mut self) -> Result<(), StoreError> {
        let changes = self
            .access
            .business
            .live_since(self.last, BEHIND_MAX)
            .await?;
        if changes.len() as u64 == BEHIND_MAX {
            self.last = self.access.business.latest_seq().await?;
            self.ready.push_back(reset(self.last));
            return Ok(());
        }
        for change in changes {
            self.last = change.seq;
            let event = Event::default().id(change.seq.to_string()).event("change");
            match event.json_data(&change.change) {
                Ok(event) => self.ready.push_back(event),
                Err(error) => tracing::error!(error = %error, "a change is no JSON"),
            }
        }
        Ok(())
    }
}
