//! Hardship: the built binary as processes, beside the simulator, cut off, flooded and lied to.

#[path = "hardship/commands.rs"]
mod commands;
#[path = "hardship/cut_off.rs"]
mod cut_off;
#[path = "house/database.rs"]
#[expect(dead_code, reason = "the folder is the other houses'")]
mod database;
#[path = "hardship/doctor.rs"]
mod doctor;
#[path = "hardship/flood.rs"]
mod flood;
#[path = "hardship/outside.rs"]
mod outside;
#[path = "hardship/secrets.rs"]
mod secrets;
#[path = "hardship/sender.rs"]
mod sender;
#[path = "hardship/together.rs"]
mod together;
