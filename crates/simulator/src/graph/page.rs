//! Pages of a list: cursors and the full address of the next one.

use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use super::fields::Field;
use crate::ids;

/// Where in a list, and how much of it.
pub struct Page {
    address: String,
    query: Vec<(String, String)>,
    limit: usize,
    after: Option<String>,
}

impl Page {
    /// The page that a call asks for.
    ///
    /// # Errors
    /// When `limit` is no number.
    pub fn of_call(call: &Call, id: &str, edge: &str, most: usize) -> Result<Self, GraphError> {
        let query = call
            .params
            .keys()
            .filter(|name| !matches!(name.as_str(), "after" | "before" | "method"))
            .filter_map(|name| Some((name.clone(), call.text(name)?)))
            .collect();
        Self::new(
            call,
            id,
            edge,
            query,
            call.text("limit"),
            call.text("after"),
            most,
        )
    }

    /// The page that a nested field asks for.
    ///
    /// # Errors
    /// When `limit` is no number.
    pub fn of_field(
        call: &Call,
        id: &str,
        edge: &str,
        field: &Field,
        most: usize,
    ) -> Result<Self, GraphError> {
        let (limit, after) = (field.argument("limit"), field.argument("after"));
        let limit = limit.map(str::to_owned);
        Self::new(
            call,
            id,
            edge,
            Vec::new(),
            limit,
            after.map(str::to_owned),
            most,
        )
    }

    fn new(
        call: &Call,
        id: &str,
        edge: &str,
        mut query: Vec<(String, String)>,
        limit: Option<String>,
        after: Option<String>,
        most: usize,
    ) -> Result<Self, GraphError> {
        let limit = match limit {
            None => most.min(25),
            Some(text) => text
                .parse::<usize>()
                .ok()
                .filter(|limit| *limit > 0)
                .ok_or_else(|| GraphError::parameter("Param limit must be a positive number"))?
                .min(most),
        };
        if let Some(token) = &call.token {
            // Meta writes the token into the address too: a client must not log it.
            query.push(("access_token".to_owned(), token.clone()));
        }
        Ok(Self {
            address: call.address(id, edge),
            query,
            limit,
            after,
        })
    }

    /// The ids on this page of a list, and its `paging`; none for an empty page.
    ///
    /// # Errors
    /// When the cursor is not one of ours.
    pub fn cut(&self, ids: &[String]) -> Result<(Vec<String>, Option<Value>), GraphError> {
        let start = match &self.after {
            None => 0,
            Some(cursor) => {
                let behind = ids::behind_cursor(cursor)
                    .ok_or_else(|| GraphError::parameter("Invalid cursor in param after"))?;
                ids.iter()
                    .position(|id| *id == behind)
                    .map_or(ids.len(), |at| at + 1)
            }
        };
        let end = (start + self.limit).min(ids.len());
        let cut = ids[start..end].to_vec();
        let (Some(first), Some(last)) = (cut.first(), cut.last()) else {
            return Ok((cut, None));
        };
        let after = ids::cursor(last);
        let mut paging = json!({"cursors": {"before": ids::cursor(first), "after": after}});
        if end < ids.len() {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(&self.query).append_pair("after", &after);
            paging["next"] = json!(format!("{}?{}", self.address, query.finish()));
        }
        Ok((cut, Some(paging)))
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
