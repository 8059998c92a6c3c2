//! Cursors of pages: opaque, and bound by a MAC to the list and the business they were made for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use palette_domain::BusinessId;
use palette_store::Cursor;
use sha2::Sha256;

use super::problem::{Code, Problem};

const MAC_BYTES: usize = 16;
/// No list has a keyset longer than this.
const PAYLOAD_BYTES_MAX: usize = 256;

/// Makes and reads cursors.
#[derive(Clone)]
pub struct Cursors {
    key: [u8; 32],
}

impl Cursors {
    /// With the installation's key for cursors.
    pub const fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// A cursor for a place in a list of a business.
    pub fn seal(&self, business: BusinessId, list: &str, place: &[u8]) -> String {
        let mut bytes = self.mac(business, list, place).to_vec();
        bytes.extend_from_slice(place);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The place again, if the cursor was made here for this very list.
    pub fn open(&self, business: BusinessId, list: &str, cursor: &str) -> Option<Vec<u8>> {
        if cursor.len() > (MAC_BYTES + PAYLOAD_BYTES_MAX) * 4 / 3 + 4 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (mac, place) = bytes.split_at_checked(MAC_BYTES)?;
        let expected = self.mac(business, list, place);
        let same: bool = subtle::ConstantTimeEq::ct_eq(&expected[..], mac).into();
        same.then(|| place.to_vec())
    }

    /// The place that a query parameter names, when it is there; a wrong one is a wrong field.
    pub fn place(
        &self,
        business: BusinessId,
        list: &str,
        (field, cursor): (&str, Option<&str>),
    ) -> Result<Option<Cursor>, Problem> {
        let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else {
            return Ok(None);
        };
        let place = self.open(business, list, cursor);
        let place = place.and_then(|place| String::from_utf8(place).ok());
        let place = place.and_then(|place| place.parse().ok());
        place
            .map(Some)
            .ok_or_else(|| Problem::field(field, Code::Invalid))
    }

    /// The cursor of the next page, when there is one.
    pub fn next(&self, business: BusinessId, list: &str, next: Option<Cursor>) -> Option<String> {
        next.map(|next| self.seal(business, list, next.to_string().as_bytes()))
    }

    fn mac(&self, business: BusinessId, list: &str, place: &[u8]) -> [u8; MAC_BYTES] {
        let mut mac = <Hmac<Sha256>>::new_from_slice(&self.key).expect("HMAC takes any key");
        mac.update(&business.to_bytes());
        mac.update(&(list.len() as u64).to_be_bytes());
        mac.update(list.as_bytes());
        mac.update(place);
        let whole = mac.finalize().into_bytes();
        let mut half = [0; MAC_BYTES];
        half.copy_from_slice(&whole[..MAC_BYTES]);
        half
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_only_where_it_was_made() {
        let cursors = Cursors::new([7; 32]);
        let (mine, other) = (
            BusinessId::from_bytes([1; 16]),
            BusinessId::from_bytes([2; 16]),
        );
        let cursor = cursors.seal(mine, "orders", b"place");
        assert_eq!(
            cursors.open(mine, "orders", &cursor),
            Some(b"place".to_vec())
        );
        assert_eq!(cursors.open(other, "orders", &cursor), None);
        assert_eq!(cursors.open(mine, "products", &cursor), None);
        assert_eq!(Cursors::new([8; 32]).open(mine, "orders", &cursor), None);
        for index in 0..cursor.len() {
            let mut text = cursor.clone().into_bytes();
            text[index] = if text[index] == b'A' { b'B' } else { b'A' };
            let text = String::from_utf8(text).expect("still ASCII");
            assert_eq!(cursors.open(mine, "orders", &text), None, "{text}");
        }
        for nonsense in ["", "%", "AAAA", &"A".repeat(5_000)] {
            assert_eq!(cursors.open(mine, "orders", nonsense), None);
        }
    }
}
