//! `palette config`: every setting for people, and a file to begin with.

use super::{Failure, say};
use crate::config::Config;

/// Prints the settings, or the commented file.
pub fn run(explain: bool, template: bool) -> Result<(), Failure> {
    match (explain, template) {
        (_, true) => say(Config::template().trim_end()),
        (true, _) => {
            for setting in Config::explain() {
                let default = match setting.default.as_str() {
                    "" => "none",
                    default => default,
                };
                say(&format!(
                    "{}\n  environment  {}\n  default      {}\n  meaning      {}\n",
                    setting.path, setting.env, default, setting.meaning
                ))?;
            }
            Ok(())
        }
        (false, false) => Err(Failure::Usage(
            "`palette config` needs --explain (every setting) or --template (a file to begin with)"
                .to_owned(),
        )),
    }
}
