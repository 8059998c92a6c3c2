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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::call::Call;
    use axum::http::Method;
    use proptest::prelude::*;

    /// The page that an address leads to, and its `paging`.
    fn at(address: &str, ids: &[String]) -> (Vec<String>, Option<Value>) {
        let url = url::Url::parse(address).expect("an address is one");
        let base = "http://sim.test".to_owned();
        let call = Call::written(Method::GET, url.path(), url.query(), base);
        let call = call.expect("an address of ours is read");
        let page = Page::of(&Ask::of(&call), "me", "media", 50);
        page.and_then(|page| page.cut(ids)).expect("a page")
    }

    fn next(paging: Option<&Value>, way: &str) -> Option<String> {
        paging?.get(way)?.as_str().map(str::to_owned)
    }

    proptest! {
        #[test]
        fn pages_forth_and_back_hold_each_thing_once(length in 0_usize..40, limit in 1_usize..12) {
            let ids: Vec<String> = (0..length).map(|id| format!("{}", 17_900 + id)).collect();
            let mut address = Some(format!("http://sim.test/v26.0/me/media?limit={limit}"));
            let (mut forth, mut last) = (Vec::new(), None);
            while let Some(here) = address {
                let (page, paging) = at(&here, &ids);
                prop_assert!(page.len() <= limit);
                forth.push(page);
                address = next(paging.as_ref(), "next");
                last = paging;
            }
            prop_assert_eq!(forth.concat(), ids.clone());
            let mut back = vec![forth.last().cloned().unwrap_or_default()];
            let mut address = next(last.as_ref(), "previous");
            while let Some(here) = address {
                let (page, paging) = at(&here, &ids);
                back.push(page);
                address = next(paging.as_ref(), "previous");
            }
            back.reverse();
            prop_assert_eq!(back, forth);
        }
    }
}
