//! How models speak: a brief goes out, a proposal comes in, and nothing else.
//!
//! The room is kept free on purpose. Palette answers with its embedded engine
//! (`palette_domain::agent` over `palette_language`), so no model is asked for anything yet. What
//! moves in here may see only a redacted brief, and what it says is a proposal: untrusted text
//! that `agent` checks before a word of it leaves.
