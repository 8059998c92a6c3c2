//! Versions of the API: which there are, and until when each answers.
//!
//! Source: the Graph API changelog (29 Oct 2026). A call without a version is answered by the
//! oldest one that still lives; so is a call of a version past its end.

use super::error::GraphError;
use crate::clock::Millis;
use crate::settings::{OldVersion, Settings};

/// A version as a path names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u32,
    minor: u32,
}

/// The newest version.
const NEWEST: u32 = 27;
/// Versions that answer, and the day on which each ends, as days since 1970.
const ALIVE: &[(u32, Option<i64>)] = &[
    (20, Some(20_720)), // 24 Sep 2026
    (21, Some(20_839)), // 21 Jan 2027
    (22, Some(20_958)), // 20 May 2027
    (23, Some(21_099)), // 8 Oct 2027
    (24, Some(21_232)), // 18 Feb 2028
    (25, Some(21_394)), // 29 Jul 2028
    (26, None),
    (NEWEST, None),
];
const DAY: Millis = crate::clock::DAY;

/// The version in `v26.0`; none when the text names no version at all.
pub fn read(text: &str) -> Option<Version> {
    let (major, minor) = text.strip_prefix('v')?.split_once('.')?;
    let number = |text: &str| {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten()
    };
    Some(Version {
        major: number(major)?,
        minor: number(minor)?,
    })
}

impl Version {
    /// Whether there ever was such a version.
    pub fn is_known(self) -> bool {
        match self.major {
            1 | 4..=NEWEST => self.minor == 0,
            2 => self.minor <= 12,
            3 => self.minor <= 3,
            _ => false,
        }
    }
}

/// The version that answers a call of this one, as `facebook-api-version` names it.
///
/// # Errors
/// Code 2635 for a version past its end, when the simulator is set so.
pub fn answering(
    asked: Option<&str>,
    now: Millis,
    settings: &Settings,
) -> Result<String, GraphError> {
    let alive = |end: &Option<i64>| end.is_none_or(|day| now < day * DAY);
    let oldest = ALIVE
        .iter()
        .find(|(_, end)| alive(end))
        .map_or(NEWEST, |(major, _)| *major);
    let Some(asked) = asked.and_then(read) else {
        return Ok(format!("v{oldest}.0"));
    };
    if asked.major >= oldest {
        return Ok(format!("v{}.{}", asked.major, asked.minor));
    }
    if settings.old_versions == OldVersion::Refused {
        let message = format!(
            "(#2635) You are calling a deprecated version of the API. Please update to the \
             latest version: v{NEWEST}.0."
        );
        return Err(GraphError::new(2635, None, message));
    }
    Ok(format!("v{oldest}.0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 5 Oct 2026.
    const NOW: Millis = 1_791_158_400_000;

    #[test]
    fn versions_are_read() {
        let check = |text: &str, known: Option<bool>| {
            assert_eq!(read(text).map(Version::is_known), known, "{text}");
        };
        check("v26.0", Some(true));
        check("v3.2", Some(true));
        check("v28.0", Some(false));
        check("v26.1", Some(false));
        check("v0.0", Some(false));
        check("v99999999999.0", None);
        check("v26", None);
        check("va.b", None);
        check("v+1.0", None);
        check("me", None);
    }

    #[test]
    fn an_old_version_is_answered_by_the_oldest_alive() {
        let mut settings = Settings::default();
        let check = |asked: Option<&str>, now: Millis, expected: &str| {
            let found = answering(asked, now, &Settings::default());
            assert_eq!(found.as_deref(), Ok(expected), "{asked:?}");
        };
        check(None, NOW, "v21.0");
        check(Some("v3.2"), NOW, "v21.0");
        check(Some("v21.0"), NOW, "v21.0");
        check(Some("v27.0"), NOW, "v27.0");
        check(Some("v21.0"), NOW + 200 * DAY, "v22.0");
        check(None, NOW + 9_000 * DAY, "v26.0");
        settings.old_versions = OldVersion::Refused;
        assert_eq!(
            answering(Some("v3.2"), NOW, &settings).map_err(|e| e.code),
            Err(2635)
        );
    }
}
