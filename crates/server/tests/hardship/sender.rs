//! Deliveries of our own making, signed as Meta signs them.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::outside::{Instance, Outside};

/// A time that all events bear.
const AT: i64 = 1_790_000_000_000;

/// How a delivery was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub retry_after: Option<String>,
    pub body: String,
}

/// `sha256=…` of the body.
pub fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = <Hmac<Sha256>>::new_from_slice(secret.as_bytes()).expect("any key");
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

/// An entry with one message.
pub fn entry(account: &str, person: u64, mid: &str, text: &str) -> Value {
    json!({"id": account, "time": AT, "messaging": [{
        "sender": {"id": person.to_string()}, "recipient": {"id": account}, "timestamp": AT,
        "message": {"mid": mid, "text": text},
    }]})
}

/// A body of entries.
pub fn body(entries: &[Value]) -> Vec<u8> {
    json!({"object": "instagram", "entry": entries})
        .to_string()
        .into_bytes()
}

impl Outside {
    /// The account's id as the webhooks name it.
    pub fn ig_id(&self) -> String {
        self.fixture["ig_id"].as_str().expect("an id").to_owned()
    }

    /// Delivers a body under its right signature.
    pub async fn deliver(&self, instance: &Instance, body: Vec<u8>) -> Answer {
        let secret = self.fixture["app_secret"].as_str().expect("a secret");
        let signed = signature(secret, &body);
        self.deliver_as(instance, body, &[("x-hub-signature-256", &signed)])
            .await
    }

    /// Delivers a body under any headers.
    pub async fn deliver_as(
        &self,
        instance: &Instance,
        body: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let url = format!("{}/webhooks/instagram", instance.base);
        let mut request = self
            .http
            .post(url)
            .header("content-type", "application/json")
            .body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.expect("an answer");
        let retry_after = answer.headers().get("retry-after");
        let retry_after = retry_after
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let status = answer.status().as_u16();
        let body = answer.text().await.expect("a body");
        Answer {
            status,
            retry_after,
            body,
        }
    }
}
