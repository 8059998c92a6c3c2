//! Pages of a list: cursors and the full addresses of the pages around it.

use serde_json::{Value, json};

use super::ask::Ask;
use super::error::GraphError;
use crate::ids;

/// Where in a list, and how much of it.
pub struct Page {
    address: String,
    query: Vec<(String, String)>,
    limit: usize,
    after: Option<String>,
    before: Option<String>,
}

impl Page {
    /// The page of an edge that is asked for, with `most` things on it at most.
    ///
    /// # Errors
    /// When `limit` is no number.
    pub fn of(ask: &Ask, id: &str, edge: &str, most: usize) -> Result<Self, GraphError> {
        let limit = match ask.text("limit").filter(|text| !text.is_empty()) {
            None => most.min(25),
            Some(text) => text
                .parse::<usize>()
                .ok()
                .filter(|limit| *limit > 0)
                .ok_or_else(|| GraphError::parameter("Param limit must be a positive number"))?
                .min(most),
        };
        let mut query = ask.query();
        if let Some(token) = &ask.call.token {
            // Meta writes the token into the address too: a client must not log it.
            query.push(("access_token".to_owned(), token.clone()));
        }
        Ok(Self {
            address: ask.call.address(id, edge),
            query,
            limit,
            after: ask.text("after").filter(|text| !text.is_empty()),
            before: ask.text("before").filter(|text| !text.is_empty()),
        })
    }

    /// The ids on this page of a list, and its `paging`; none for an empty page.
    ///
    /// # Errors
    /// When a cursor is not one of ours.
    pub fn cut(&self, ids: &[String]) -> Result<(Vec<String>, Option<Value>), GraphError> {
        let (start, end) = self.span(ids)?;
        let cut = ids[start..end].to_vec();
        let (Some(first), Some(last)) = (cut.first(), cut.last()) else {
            return Ok((cut, None));
        };
        let (before, after) = (ids::cursor(first), ids::cursor(last));
        let mut paging = json!({"cursors": {"before": before, "after": after}});
        if end < ids.len() {
            paging["next"] = json!(self.around("after", &after));
        }
        if start > 0 {
            paging["previous"] = json!(self.around("before", &before));
        }
        Ok((cut, Some(paging)))
    }

    fn span(&self, ids: &[String]) -> Result<(usize, usize), GraphError> {
        let place = |name: &str, cursor: &str| {
            let wrong = || GraphError::parameter(format!("Invalid cursor in param {name}"));
            let meant = ids::behind_cursor(cursor).ok_or_else(wrong)?;
            Ok(ids.iter().position(|id| *id == meant))
        };
        if let Some(cursor) = &self.after {
            let start = place("after", cursor)?.map_or(ids.len(), |at| at + 1);
            return Ok((start, start.saturating_add(self.limit).min(ids.len())));
        }
        if let Some(cursor) = &self.before {
            let end = place("before", cursor)?.unwrap_or(0);
            return Ok((end.saturating_sub(self.limit), end));
        }
        Ok((0, self.limit.min(ids.len())))
    }

    fn around(&self, name: &str, cursor: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.query).append_pair(name, cursor);
        format!("{}?{}", self.address, query.finish())
    }
}

/// `{"data":[…],"paging":…}`.
pub fn listed(data: Vec<Value>, paging: Option<Value>) -> Value {
    let mut list = json!({ "data": data });
    if let Some(paging) = paging {
        list["paging"] = paging;
    }
    list
}
