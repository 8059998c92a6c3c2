//! Refusals as Meta words and numbers them.

use axum::http::Method;
use serde_json::{Value, json};

/// An error of the Graph API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError {
    /// HTTP status.
    pub status: u16,
    /// Code.
    pub code: u32,
    /// Subcode.
    pub subcode: Option<u32>,
    /// The sentence.
    pub message: String,
    /// `OAuthException`, `GraphMethodException`, `IGApiException`.
    pub kind: &'static str,
    /// Worth another try soon.
    pub transient: bool,
    /// The rule of the simulator's book that was broken, if one was.
    pub rule: Option<&'static str>,
}

impl GraphError {
    /// An error with status 400.
    pub fn new(code: u32, subcode: Option<u32>, message: impl Into<String>) -> Self {
        Self {
            status: 400,
            code,
            subcode,
            message: message.into(),
            kind: "OAuthException",
            transient: false,
            rule: None,
        }
    }

    /// The same, counted under a rule.
    pub fn breaks(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }

    /// A parameter that is wrong.
    pub fn parameter(message: impl AsRef<str>) -> Self {
        Self::new(100, None, format!("(#100) {}", message.as_ref()))
    }

    /// A parameter that is missing.
    pub fn missing(name: &str) -> Self {
        Self::parameter(format!("The parameter {name} is required."))
    }

    /// A thing that is not there, or not for this token.
    pub fn no_object(id: &str) -> Self {
        let mut error = Self::new(
            100,
            Some(33),
            format!(
                "Unsupported get request. Object with ID '{id}' does not exist, cannot be loaded \
                 due to missing permissions, or does not support this operation"
            ),
        );
        error.kind = "GraphMethodException";
        error
    }

    /// A path that leads nowhere.
    pub fn unknown_path(path: &str) -> Self {
        let mut error = Self::new(2500, None, format!("Unknown path components: {path}"));
        error.kind = "IGApiException";
        error
    }

    /// A method that the path does not take.
    pub fn unsupported(method: &str) -> Self {
        Self::new(
            100,
            None,
            format!("Unsupported {} request", method.to_lowercase()),
        )
    }

    /// No token at all.
    pub fn no_token() -> Self {
        Self::new(
            190,
            None,
            "An access token is required to request this resource.",
        )
    }

    /// A token that is not good, with the subcode that says why.
    pub fn token(subcode: Option<u32>) -> Self {
        let message = match subcode {
            Some(458) => "Error validating access token: The user has not authorized application.",
            Some(460) => {
                "Error validating access token: The session has been invalidated because the user \
                 changed their password or the session was ended for security reasons."
            }
            Some(463) => "Error validating access token: Session has expired.",
            Some(_) => "Error validating access token: The session is no longer valid.",
            None => "Invalid OAuth access token - Cannot parse access token",
        };
        Self::new(190, subcode, message)
    }

    /// Leave that the token does not carry.
    pub fn permission(code: u32, status: u16) -> Self {
        let message = if code == 200 {
            "(#200) The user hasn't authorized the application to perform this action".to_owned()
        } else {
            format!("(#{code}) Application does not have permission for this action")
        };
        let mut error = Self::new(code, None, message);
        error.status = status;
        error
    }

    /// More asked for than one answer holds.
    pub fn too_much() -> Self {
        Self::new(
            1,
            None,
            "Please reduce the amount of data you're asking for, then retry your request",
        )
    }

    /// A proof of the app's secret that is wrong or missing.
    pub fn proof(message: &str) -> Self {
        let mut error = Self::new(100, None, message);
        error.kind = "GraphMethodException";
        error
    }

    /// A refusal that says no more than that.
    pub fn unknown() -> Self {
        Self::new(1, None, "An unknown error has occurred.")
    }

    /// Meta's own trouble.
    pub fn server(status: Option<u16>) -> Self {
        let mut error = Self::new(2, None, "(#2) Service temporarily unavailable");
        error.status = status.unwrap_or(500);
        error.transient = true;
        error
    }

    /// Too many calls.
    pub fn throttled(code: Option<u32>, subcode: Option<u32>, status: u16) -> Self {
        let code = code.unwrap_or(613);
        let subcode = subcode.or((code == 613).then_some(2_534_040));
        let message = match code {
            4 => "(#4) Application request limit reached".to_owned(),
            80002 => {
                "(#80002) There have been too many calls to this Instagram account. Wait a bit \
                 and try again."
                    .to_owned()
            }
            code => format!("(#{code}) Calls to this api have exceeded the rate limit."),
        };
        let mut error = Self::new(code, subcode, message);
        error.status = status;
        error.transient = code == 4;
        error
    }

    /// The same, in the words of the method and the login product that it was met with.
    pub fn said_of(mut self, method: &Method, instagram: bool) -> Self {
        if self.kind == "IGApiException" && !instagram {
            self.kind = "OAuthException";
        }
        let method = method.as_str().to_lowercase();
        let said = format!("Unsupported {method} request.");
        self.message = self.message.replacen("Unsupported get request.", &said, 1);
        self
    }

    /// Outside the window.
    pub fn window(subcode: u32) -> Self {
        let message = "(#10) This message is sent outside of allowed window. Learn more about the \
                       policy: https://developers.facebook.com/docs/messenger-platform/policy";
        Self::new(10, Some(subcode), message)
    }

    /// A comment that can't be answered privately.
    pub fn private_reply() -> Self {
        Self::new(
            100,
            Some(2_534_025),
            "(#100) The comment is invalid for a private reply.",
        )
    }

    /// Whether it says that there were too many calls.
    pub fn is_throttling(&self) -> bool {
        matches!(self.code, 4 | 17 | 32 | 341 | 613 | 80001 | 80002 | 80006)
    }

    /// The body.
    pub fn body(&self, trace: &str) -> Value {
        let mut error = json!({
            "message": self.message, "type": self.kind, "code": self.code, "fbtrace_id": trace,
        });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = json!(subcode);
        }
        if self.transient {
            error["is_transient"] = json!(true);
        }
        json!({ "error": error })
    }
}
