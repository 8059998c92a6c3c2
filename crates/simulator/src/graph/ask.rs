//! What is asked of a list: by a call to it, or by a field of a node that it hangs on.

use serde_json::Value;

use super::call::{Call, listed};
use super::error::GraphError;
use super::fields::{self, Field, written};

/// `GET /{node}/{edge}?…`, or `{edge}.…(…){…}` within the fields of a node.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The call.
    pub call: &'a Call,
    field: Option<&'a Field>,
}

impl<'a> Ask<'a> {
    /// What a call asks.
    pub fn of(call: &'a Call) -> Self {
        Self { call, field: None }
    }

    /// What a field within a call asks.
    pub fn within(call: &'a Call, field: &'a Field) -> Self {
        Self {
            call,
            field: Some(field),
        }
    }

    /// A parameter of the call, or an argument of the field.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.field {
            Some(field) => field.argument(name).map(str::to_owned),
            None => self.call.text(name),
        }
    }

    /// A parameter that is one of a few names: in any case, and also as a list of one, as Meta's
    /// own libraries write it.
    pub fn choice(&self, name: &str) -> Option<String> {
        let text = self.text(name)?.to_ascii_lowercase();
        let text = text.trim_matches(|letter: char| "[]\"' ".contains(letter));
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A parameter that is a list.
    ///
    /// # Errors
    /// When it is JSON that can't be read.
    pub fn list(&self, name: &str) -> Result<Vec<String>, GraphError> {
        match self.field {
            Some(field) => {
                let text = field.argument(name).unwrap_or_default();
                let value = serde_json::from_str(text);
                Ok(listed(&value.unwrap_or_else(|_| Value::from(text))))
            }
            None => self.call.list(name),
        }
    }

    /// A time in seconds, or a day such as `2026-10-05`, as milliseconds.
    ///
    /// # Errors
    /// When it is neither.
    pub fn time(&self, name: &str) -> Result<Option<i64>, GraphError> {
        let Some(text) = self.text(name).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let wrong = || GraphError::parameter(format!("Param {name} must be a UNIX timestamp"));
        let at = match text.parse::<i64>() {
            Ok(seconds) => seconds.checked_mul(1_000),
            Err(_) => crate::clock::read_time(&text),
        };
        at.filter(|at| crate::clock::is_sane(*at))
            .map(Some)
            .ok_or_else(wrong)
    }

    /// The fields asked for, or these.
    ///
    /// # Errors
    /// When they are not well formed.
    pub fn fields(&self, default: &str) -> Result<Vec<Field>, GraphError> {
        match self.field {
            Some(field) if field.inner.is_empty() => fields::parse(default),
            Some(field) => Ok(field.inner.clone()),
            None => self.call.fields(default),
        }
    }

    /// The fields that were asked for, of a value that has all of them.
    ///
    /// # Errors
    /// Meta's error for one that it does not have.
    pub fn picked(&self, whole: Value) -> Result<Value, GraphError> {
        let name = self.call.path.last().cloned().unwrap_or_default();
        let asked = Field {
            name: self.field.map_or(name, |field| field.name.clone()),
            inner: self.fields("")?,
            ..Field::default()
        };
        fields::within(&asked, whole)
    }

    /// All that was asked, for the address of the next page.
    pub fn query(&self) -> Vec<(String, String)> {
        let place = |name: &str| matches!(name, "after" | "before" | "ids" | "as");
        let Some(field) = self.field else {
            let params = self.call.params.keys();
            return params
                .filter(|name| !place(name))
                .filter_map(|name| Some((name.clone(), self.call.text(name)?)))
                .collect();
        };
        let mut query: Vec<(String, String)> = field
            .arguments
            .iter()
            .filter(|(name, _)| !place(name))
            .cloned()
            .collect();
        if !field.inner.is_empty() {
            query.push(("fields".to_owned(), written(&field.inner)));
        }
        query
    }
}
