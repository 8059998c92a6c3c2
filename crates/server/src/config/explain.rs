//! The settings as people see them: every one explained, and keys that are none refused.

use std::path::Path;

use confique::Config as _;
use confique::meta::{FieldKind, LeafKind, Meta};

use super::{Config, ConfigError};

/// One setting, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// `http.listen`
    pub path: String,
    /// `PALETTE_HTTP__LISTEN`
    pub env: &'static str,
    /// Its default, as it would stand in the file; empty when there is none.
    pub default: String,
    /// What it means.
    pub meaning: String,
}

pub(super) fn walk(meta: &'static Meta, prefix: &str, settings: &mut Vec<Setting>) {
    for field in meta.fields {
        let path = format!("{prefix}{}", field.name);
        match field.kind {
            FieldKind::Nested { meta } => walk(meta, &format!("{path}."), settings),
            FieldKind::Leaf { env, kind } => settings.push(Setting {
                path,
                env: env.unwrap_or(""),
                default: match kind {
                    LeafKind::Required {
                        default: Some(default),
                    } => serde_json::to_string(&default).unwrap_or_default(),
                    _ => String::new(),
                },
                meaning: field
                    .doc
                    .iter()
                    .map(|line| line.trim())
                    .collect::<Vec<_>>()
                    .join(" "),
            }),
        }
    }
}

pub(super) fn refuse_unknown_keys(file: &Path) -> Result<(), ConfigError> {
    let Ok(text) = std::fs::read_to_string(file) else {
        return Ok(());
    };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        ConfigError::Read(format!("{}: {}", file.display(), error.message()))
    })?;
    match unknown_key(&table, &Config::META, "") {
        None => Ok(()),
        Some(key) => Err(ConfigError::UnknownKey {
            file: file.display().to_string(),
            key,
        }),
    }
}

fn unknown_key(table: &toml::Table, meta: &'static Meta, prefix: &str) -> Option<String> {
    table.iter().find_map(|(key, value)| {
        let path = format!("{prefix}{key}");
        match (
            meta.fields
                .iter()
                .find(|field| field.name == key)
                .map(|field| field.kind),
            value,
        ) {
            (None, _) => Some(path),
            (Some(FieldKind::Nested { meta }), toml::Value::Table(inner)) => {
                unknown_key(inner, meta, &format!("{path}."))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_environment_name_is_the_path() {
        let settings = Config::explain();
        assert!(settings.len() > 20);
        for setting in settings {
            let expected = format!("PALETTE_{}", setting.path.replace('.', "__").to_uppercase());
            assert_eq!(setting.env, expected);
            assert!(
                !setting.meaning.is_empty(),
                "{} has no meaning",
                setting.path
            );
        }
    }

    #[test]
    fn an_unknown_key_is_named() {
        let table: toml::Table = "[http]\nlisten = \"0.0.0.0:1\"\nlisden = 3"
            .parse()
            .expect("toml");
        assert_eq!(
            unknown_key(&table, &Config::META, ""),
            Some("http.lisden".to_owned())
        );
        let table: toml::Table = Config::template().parse().expect("the template is TOML");
        assert_eq!(unknown_key(&table, &Config::META, ""), None);
    }
}
