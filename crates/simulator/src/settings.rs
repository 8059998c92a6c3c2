//! Where Meta's own pages disagree or are silent, a switch says which way the simulator takes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// When the echo of a send is delivered, seen from the answer of the send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Echo {
    /// A moment after the answer.
    After,
    /// Before the answer: the receiver has had it when the send returns.
    Before,
    /// Never.
    Off,
}

/// Bare object, or inside `data[]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrapping {
    /// The object itself.
    Flat,
    /// `{"data":[object]}`.
    Wrapped,
}

/// What a version of the API past its end is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OldVersion {
    /// The oldest version alive answers in its place, and says so in `facebook-api-version`.
    Raised,
    /// Code 2635.
    Refused,
}

/// How a comment event stands on its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentEnvelope {
    /// `changes[{field,value}]`.
    Changes,
    /// `field` and `value` on the entry.
    Flat,
}

/// What becomes of buttons and quick replies on a private reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivateReplyParts {
    /// They are sent.
    Kept,
    /// The text goes, they do not.
    Dropped,
    /// The whole call is refused.
    Refused,
}

/// What a sender action and a reaction are answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionAnswer {
    /// `{"recipient_id"}`.
    Recipient,
    /// `{"success":true}`.
    Success,
}

/// What a self message is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelfAnswer {
    /// As any message: `{"recipient_id","message_id"}`.
    Message,
    /// `{"id"}`, as the page about self messaging draws it.
    Id,
}

/// How Meta stands to the business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Well.
    Good,
    /// Sending is restricted for a time: 10/1893063.
    Restricted,
    /// The business is blocked from messaging: 100/2534029.
    Blocked,
    /// Blocked for policy violations: 368.
    Policy,
    /// Warned for odd behaviour: 613/2018338.
    Warned,
    /// Commerce messages are off: 2022.
    CommerceOff,
    /// The account is not eligible for the API: 36103.
    NotEligible,
    /// Threads are in Meta's automated questions and answers: 2018321.
    Automated,
    /// The app is not approved for strangers: 200/2018028.
    NotApproved,
    /// The link of Page and account can not be verified: 10/2534077.
    Unlinked,
}

/// Who a comment event says the author is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentForm {
    /// Id and username, with the post.
    Whole,
    /// The username alone.
    Username,
    /// No author and no post: id and text.
    Bare,
}

/// The waits between the tries of a webhook that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// `retry_ms`, in the machine's time.
    Compressed,
    /// Over 36 hours of the simulated clock, as Meta does.
    Real,
}

/// The id in a `signed_request`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedId {
    /// The id that this app sees.
    AppScoped,
    /// The IG_ID.
    IgId,
}

/// All switches, with the defaults that the evidence favours.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Answer of the code exchange.
    pub code_exchange: Wrapping,
    /// Answer of `/me`.
    pub me: Wrapping,
    /// `account_type` of `/me`: `BUSINESS` or `MEDIA_CREATOR`, in whichever letters.
    pub account_type: String,
    /// Envelope of comment events.
    pub comment_envelope: CommentEnvelope,
    /// Key of the comment's id in its event: `id` or `comment_id`.
    pub comment_id_key: String,
    /// HTTP status of throttling: 400, 403 or 429.
    pub throttle_status: u16,
    /// Refusals for too many calls carry `Retry-After`, in seconds.
    pub retry_after: bool,
    /// Subcode for a message outside the window: 2534022 or 2018278.
    pub window_subcode: u32,
    /// Subcode for a private reply after 7 days: 2534025, or 2534022 with code 10.
    pub private_reply_late: u32,
    /// Each message is followed by an edit with `num_edit` 0 and no sender.
    pub edit_noise: bool,
    /// That edit comes in place of the message.
    pub edit_noise_instead: bool,
    /// `num_edit` is a text.
    pub num_edit_text: bool,
    /// Time of the echo.
    pub echo: Echo,
    /// Echoes carry `app_id`, and the `metadata` of the send.
    pub echo_app: bool,
    /// Send the old `X-Hub-Signature` too.
    pub sha1_header: bool,
    /// Texts, links and reactions a second for each account.
    pub send_rate: usize,
    /// Audio and video a second for each account.
    pub media_rate: usize,
    /// Private replies an hour for each account.
    pub private_reply_rate: usize,
    /// Calls of the conversations endpoints a second for each account.
    pub conversations_rate: usize,
    /// Private replies a second under a live broadcast.
    pub live_private_reply_rate: usize,
    /// Impressions of the account in the last 24 hours; with the next one it is the budget of all
    /// calls but messaging.
    pub impressions: u64,
    /// Calls in 24 hours for each impression.
    pub calls_per_impression: u64,
    /// A reaction opens the window.
    pub reaction_opens: bool,
    /// A tap on an ig.me link opens the window of a thread that is there.
    pub referral_opens: bool,
    /// Buttons and quick replies on a private reply.
    pub private_reply_parts: PrivateReplyParts,
    /// Quick replies that ask for a phone number or an address are still taken.
    pub old_quick_replies: bool,
    /// Under Facebook Login the Instagram node takes messages too, not the Page alone.
    pub facebook_account_sends: bool,
    /// Answer of sender actions and reactions.
    pub action_answer: ActionAnswer,
    /// Answer of a self message.
    pub self_answer: SelfAnswer,
    /// How Meta stands to the business; all sends are refused unless it is good.
    pub standing: Standing,
    /// Longest comment of the account, in characters: pages say 300 and 2200.
    pub comment_longest: usize,
    /// At most 4 hashtags and 1 address in a comment of the account, and not all capitals.
    pub comment_spam_rules: bool,
    /// Comments that the account may write in an hour; 0 for no limit.
    pub comment_rate: usize,
    /// Hours that an ordinary opening action leaves the window open.
    pub window_hours: u32,
    /// Hours after the first message from an ad.
    pub ad_window_hours: u32,
    /// The app was granted Human Agent.
    pub human_agent: bool,
    /// Code of a call that the token has no leave for: 10 or 200.
    pub permission_code: u32,
    /// HTTP status of that: 400 or 403.
    pub permission_status: u16,
    /// Calls need `appsecret_proof`; a wrong one is refused in any case.
    pub appsecret_proof: bool,
    /// Calls of a version past its end.
    pub old_versions: OldVersion,
    /// Conversation Routing is set up: threads have an owner, and control may be taken.
    pub routing: bool,
    /// The app that gets new threads where routing is set up; empty for this one.
    pub routing_default_app: String,
    /// Another app holds every thread.
    pub thread_owned_by_other: bool,
    /// The owner lets the app read and send messages.
    pub message_access: bool,
    /// A shared post comes as `share` and `ig_post` together.
    pub share_pair: bool,
    /// A shared reel is called `reel`, not `ig_reel`.
    pub reel_old_name: bool,
    /// Reactions have no name, only their emoji.
    pub reaction_unnamed: bool,
    /// Who a comment event says the author is.
    pub comment_form: CommentForm,
    /// `entry.time` of changes is in milliseconds.
    pub change_time_ms: bool,
    /// Comments under ads arrive twice.
    pub ad_comment_twice: bool,
    /// The id in a `signed_request`.
    pub signed_request_id: SignedId,
    /// Which waits a webhook that failed keeps to.
    pub retry: Schedule,
    /// Waits in real milliseconds before each new try of a webhook that failed.
    pub retry_ms: Vec<u64>,
    /// Longest wait in real milliseconds for the receiver's answer.
    pub webhook_timeout_ms: u64,
    /// Most entries in one delivery, when several wait.
    pub batch_max: usize,
    /// Webhooks of Facebook Login carry the Page's id as `entry.id`, not the account's.
    pub entry_page_id: bool,
    /// Hours of failing after which an account's subscriptions end; 0 for never.
    pub unsubscribe_after_hours: u32,
    /// In a batch, events of one account share one entry.
    pub batch_events: bool,
    /// Where deauthorise callbacks go; empty for nowhere.
    pub deauthorize_url: String,
    /// Where data-deletion callbacks go; empty for nowhere.
    pub data_deletion_url: String,
    /// Redirect addresses registered with the app; empty takes any.
    pub redirect_uris: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            code_exchange: Wrapping::Flat,
            me: Wrapping::Flat,
            account_type: "BUSINESS".to_owned(),
            comment_envelope: CommentEnvelope::Changes,
            comment_id_key: "id".to_owned(),
            throttle_status: 400,
            retry_after: false,
            window_subcode: 2_534_022,
            private_reply_late: 2_534_025,
            edit_noise: false,
            edit_noise_instead: false,
            num_edit_text: false,
            echo: Echo::After,
            echo_app: false,
            sha1_header: false,
            send_rate: 100,
            media_rate: 10,
            private_reply_rate: 750,
            conversations_rate: 2,
            live_private_reply_rate: 100,
            impressions: 10_000,
            calls_per_impression: 4_800,
            reaction_opens: false,
            referral_opens: false,
            private_reply_parts: PrivateReplyParts::Kept,
            old_quick_replies: false,
            facebook_account_sends: false,
            action_answer: ActionAnswer::Recipient,
            self_answer: SelfAnswer::Message,
            standing: Standing::Good,
            comment_longest: 2_200,
            comment_spam_rules: false,
            comment_rate: 0,
            window_hours: 24,
            ad_window_hours: 24,
            human_agent: true,
            permission_code: 10,
            permission_status: 400,
            appsecret_proof: false,
            old_versions: OldVersion::Raised,
            routing: false,
            routing_default_app: String::new(),
            thread_owned_by_other: false,
            message_access: true,
            share_pair: false,
            reel_old_name: false,
            reaction_unnamed: false,
            comment_form: CommentForm::Whole,
            change_time_ms: false,
            ad_comment_twice: false,
            signed_request_id: SignedId::AppScoped,
            retry: Schedule::Compressed,
            retry_ms: vec![100, 300, 1_000, 3_000, 10_000, 30_000, 60_000],
            webhook_timeout_ms: 20_000,
            batch_max: 1,
            entry_page_id: false,
            unsubscribe_after_hours: 0,
            batch_events: false,
            deauthorize_url: String::new(),
            data_deletion_url: String::new(),
            redirect_uris: Vec::new(),
        }
    }
}

impl Settings {
    /// These settings with the given ones changed.
    ///
    /// # Errors
    /// A sentence that names the setting which is unknown or has a wrong value.
    pub fn changed(&self, by: &Value) -> Result<Self, String> {
        let Some(by) = by.as_object() else {
            return Err("settings are a JSON object of names and values".to_owned());
        };
        let mut all = serde_json::to_value(self).map_err(|error| error.to_string())?;
        for (name, value) in by {
            all[name] = value.clone();
            serde_json::from_value::<Self>(all.clone())
                .map_err(|error| format!("setting {name:?}: {error}"))?;
        }
        let new: Self = serde_json::from_value(all).map_err(|error| error.to_string())?;
        new.checked()
    }

    /// These settings, if their values are some that Meta may have.
    fn checked(self) -> Result<Self, String> {
        let wrong = |name: &str, known: &str| Err(format!("setting {name:?}: {known}"));
        if !matches!(self.comment_id_key.as_str(), "id" | "comment_id") {
            return wrong("comment_id_key", "id or comment_id");
        }
        if !matches!(self.throttle_status, 400 | 403 | 429) {
            return wrong("throttle_status", "400, 403 or 429");
        }
        if !matches!(self.permission_status, 400 | 403) {
            return wrong("permission_status", "400 or 403");
        }
        if !matches!(self.permission_code, 10 | 200) {
            return wrong("permission_code", "10 or 200");
        }
        if !matches!(self.window_subcode, 2_534_022 | 2_018_278) {
            return wrong("window_subcode", "2534022 or 2018278");
        }
        if !matches!(self.private_reply_late, 2_534_025 | 2_534_022) {
            return wrong("private_reply_late", "2534025 or 2534022");
        }
        if !(1..=1_000).contains(&self.batch_max) {
            return wrong("batch_max", "from 1 to 1000");
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_is_named_changes() {
        let changed = Settings::default()
            .changed(&json!({"echo": "before"}))
            .unwrap();
        assert_eq!((changed.echo, changed.send_rate), (Echo::Before, 100));
        let wrong = Settings::default()
            .changed(&json!({"ecko": 1}))
            .unwrap_err();
        assert!(wrong.contains("ecko"), "{wrong}");
    }
}
