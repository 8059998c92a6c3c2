//! `fields=`: names, nesting in braces, and modifiers such as `comments.limit(3){text}`.

use serde_json::{Map, Value, json};

use super::error::GraphError;

/// A field that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its arguments, such as `limit` and `after`.
    pub arguments: Vec<(String, String)>,
    /// The fields asked of what it holds.
    pub inner: Vec<Field>,
}

impl Field {
    /// An argument of it.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The name under which its value is shown: another one when `.as(name)` asks for it.
    pub fn shown(&self) -> &str {
        self.argument("as").unwrap_or(&self.name)
    }
}

/// Fields as text, for the address of a next page.
pub fn written(fields: &[Field]) -> String {
    let one = |field: &Field| {
        let arguments: String = field
            .arguments
            .iter()
            .map(|(name, value)| format!(".{name}({value})"))
            .collect();
        let inner = if field.inner.is_empty() {
            String::new()
        } else {
            format!("{{{}}}", written(&field.inner))
        };
        format!("{}{arguments}{inner}", field.name)
    };
    fields.iter().map(one).collect::<Vec<_>>().join(",")
}

/// What a node says about a field.
pub enum Held {
    /// Its value, of which the fields in braces are kept.
    Value(Value),
    /// A list or node that was put together by the fields in braces already.
    Edge(Value),
    /// It has the field, but nothing in it now.
    Nothing,
    /// It has no such field.
    Unknown,
}

/// Reads the text of `fields`.
///
/// # Errors
/// The error of Meta for a text that is not of that form.
pub fn parse(text: &str) -> Result<Vec<Field>, GraphError> {
    let mut reader = Reader {
        letters: text.chars().collect(),
        at: 0,
        read: 0,
    };
    let fields = reader.list(0)?;
    if reader.at < reader.letters.len() {
        return Err(reader.wrong());
    }
    Ok(fields)
}

/// How deep `fields` may nest: more than any client needs, and no way to exhaust the stack.
const DEEPEST: usize = 12;

/// How many fields one call may name: more than all that a node has, nested ones among them.
const MOST: usize = 400;

struct Reader {
    letters: Vec<char>,
    at: usize,
    read: usize,
}

impl Reader {
    fn wrong(&self) -> GraphError {
        let here: String = self.letters.iter().skip(self.at).take(12).collect();
        GraphError::new(
            2500,
            None,
            format!("Syntax error at character {}: {here}", self.at),
        )
    }

    fn eat(&mut self, letter: char) -> bool {
        let there = self.letters.get(self.at) == Some(&letter);
        self.at += usize::from(there);
        there
    }

    fn word(&mut self, stops: &str) -> String {
        let start = self.at;
        while self
            .letters
            .get(self.at)
            .is_some_and(|letter| !stops.contains(*letter))
        {
            self.at += 1;
        }
        self.letters[start..self.at]
            .iter()
            .collect::<String>()
            .trim()
            .to_owned()
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Field>, GraphError> {
        if depth > DEEPEST {
            return Err(self.wrong());
        }
        let mut fields = Vec::new();
        loop {
            self.read += 1;
            if self.read > MOST {
                return Err(GraphError::too_much());
            }
            let name = self.word(",{}.()");
            let mut field = Field {
                name,
                ..Field::default()
            };
            self.arguments(&mut field)?;
            if self.eat('{') {
                field.inner = self.list(depth + 1)?;
                if !self.eat('}') {
                    return Err(self.wrong());
                }
                // `comments{text}.limit(3)` is as good as `comments.limit(3){text}`.
                self.arguments(&mut field)?;
            }
            if !field.name.is_empty() {
                fields.push(field);
            }
            if !self.eat(',') {
                return Ok(fields);
            }
        }
    }

    fn arguments(&mut self, field: &mut Field) -> Result<(), GraphError> {
        while self.eat('.') {
            let argument = self.word("(,{}");
            if !self.eat('(') {
                return Err(self.wrong());
            }
            let value = self.word(")");
            if !self.eat(')') {
                return Err(self.wrong());
            }
            field.arguments.push((argument, value));
        }
        Ok(())
    }
}

/// Puts together what a node answers to these fields; its id always comes with it.
///
/// # Errors
/// Meta's error for a field that the node does not have.
pub fn render(
    node: &str,
    id: &str,
    fields: &[Field],
    held: impl Fn(&Field) -> Result<Held, GraphError>,
) -> Result<Value, GraphError> {
    let mut object = Map::new();
    for field in fields {
        let value = match field.name.as_str() {
            "id" => Held::Value(json!(id)),
            _ => held(field)?,
        };
        match value {
            Held::Value(value) => {
                object.insert(field.shown().to_owned(), within(field, value)?);
            }
            Held::Edge(value) => {
                object.insert(field.shown().to_owned(), value);
            }
            Held::Nothing => {}
            Held::Unknown => return Err(nonexisting(&field.name, node)),
        }
    }
    object.entry("id").or_insert_with(|| json!(id));
    Ok(Value::Object(object))
}

/// Meta's error for a field that a node does not have.
pub fn nonexisting(field: &str, node: &str) -> GraphError {
    GraphError::parameter(format!(
        "Tried accessing nonexisting field ({field}) on node type ({node})"
    ))
}

/// What was asked of a value: all of it, or the fields in the braces behind its name.
///
/// # Errors
/// Meta's error for a field that is not in it.
pub fn within(field: &Field, value: Value) -> Result<Value, GraphError> {
    if field.inner.is_empty() {
        return Ok(value);
    }
    let held = match &value {
        Value::Object(held) => held,
        Value::Array(list) => {
            let one = |one: &Value| within(field, one.clone());
            return list.iter().map(one).collect();
        }
        Value::Null => return Ok(value),
        _ => {
            return Err(GraphError::parameter(format!(
                "Subfields are not supported by {}",
                field.name
            )));
        }
    };
    if let Some(Value::Array(list)) = held.get("data") {
        let one = |one: &Value| within(field, one.clone());
        return Ok(json!({"data": list.iter().map(one).collect::<Result<Vec<_>, _>>()?}));
    }
    if let (Some(data @ Value::Object(_)), 1) = (held.get("data"), held.len()) {
        return Ok(json!({"data": within(field, data.clone())?}));
    }
    let mut kept = Map::new();
    for inner in &field.inner {
        let found = held.get(&inner.name);
        let found = found.ok_or_else(|| nonexisting(&inner.name, &field.name))?;
        kept.insert(inner.shown().to_owned(), within(inner, found.clone())?);
    }
    if let Some(id) = held.get("id") {
        kept.entry("id").or_insert_with(|| id.clone());
    }
    Ok(Value::Object(kept))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[a-z,.(){} ]{0,60}|\\PC{0,40}") {
            if let Ok(fields) = parse(&text) {
                // What was read is read the same when written out.
                let text = written(&fields);
                prop_assert_eq!(parse(&text).map(|again| written(&again)), Ok(text));
            }
        }
    }

    #[test]
    fn fields_are_read() {
        let check = |text: &str, expected: &str| {
            assert_eq!(written(&parse(text).unwrap()), expected, "{text}");
        };
        check("", "");
        check("id, text", "id,text");
        check("from{id,username},media{id}", "from{id,username},media{id}");
        check(
            "comments.limit(3).after(x){text,from{id}}",
            "comments.limit(3).after(x){text,from{id}}",
        );
        check("comments{text}.limit(3)", "comments.limit(3){text}");
        check("like_count.as(likes)", "like_count.as(likes)");
        for wrong in ["a{b", "a}", "a.limit", "a.limit(3", "a)", &"a{".repeat(40)] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
