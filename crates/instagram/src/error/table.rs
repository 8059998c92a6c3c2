//! The one table of Meta's error codes.
//!
//! Each row is named on Meta's pages of common and Instagram error codes, rate limits and error
//! handling, or was met by others in the wild; the HTTP status is no help, because Meta answers
//! 400 to nearly all of them.

use std::time::Duration;

use super::Class;
use super::Class::{
    NotAllowed, PersonUnavailable, PrivateReplyUsed, Refused, Retry, ThreadElsewhere, Throttled,
    TokenDead, WindowClosed,
};

/// What one code, or one pair of code and subcode, means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Meta's code.
    pub code: i64,
    /// Meta's subcode; nothing fits all that have no row of their own.
    pub subcode: Option<i64>,
    /// Words of the message that tell this row from others with the same code.
    pub says: Option<&'static str>,
    /// What to do.
    pub class: Class,
    /// How long to wait at least, when Meta tells no time.
    pub wait: Option<Duration>,
    /// What it means, in English.
    pub meaning: &'static str,
}

const fn row(code: i64, subcode: Option<i64>, class: Class, meaning: &'static str) -> Row {
    Row {
        code,
        subcode,
        says: None,
        class,
        wait: None,
        meaning,
    }
}

impl Row {
    const fn saying(mut self, words: &'static str) -> Self {
        self.says = Some(words);
        self
    }
    const fn waiting(mut self, seconds: u64) -> Self {
        self.wait = Some(Duration::from_secs(seconds));
        self
    }
}

/// The row for an error: the subcode's own, else the message's, else the code's.
pub fn find(code: i64, subcode: Option<i64>, message: &str) -> Option<&'static Row> {
    let of_code = || ROWS.iter().filter(|row| row.code == code);
    of_code()
        .find(|row| row.subcode.is_some() && row.subcode == subcode)
        .or_else(|| of_code().find(|row| row.says.is_some_and(|words| message.contains(words))))
        .or_else(|| of_code().find(|row| row.subcode.is_none() && row.says.is_none()))
        .or_else(|| (subcode.is_some() && subcode == MULTI_IMAGE.subcode).then_some(&MULTI_IMAGE))
        .or_else(|| (201..300).contains(&code).then_some(&PERMISSION))
}

/// Known by its subcode alone.
const MULTI_IMAGE: Row = row(
    0,
    Some(2_534_068),
    Refused,
    "several images in one message are not open to the account",
);

/// The Graph's range of permission errors.
const PERMISSION: Row = row(299, None, NotAllowed, "a permission is missing");

/// All rows, sorted by code.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    row(-2, Some(2_207_003), Retry, "downloading the media took too long"),
    row(-2, Some(2_207_020), Retry, "the media container has expired"),
    row(-1, Some(2_207_001), Retry, "Instagram's server had an error while publishing"),
    row(-1, Some(2_207_032), Retry, "the media container could not be made"),
    row(-1, Some(2_207_053), Retry, "the upload failed"),
    row(1, Some(2_207_057), Refused, "the thumbnail's offset lies outside the video"),
    row(1, None, Retry, "an unknown error of Meta's"),
    row(2, Some(1_545_133), Retry, "temporarily unavailable"),
    row(2, None, Retry, "the service is down, or the person blocked the business"),
    row(3, None, NotAllowed, "the app lacks the capability, or the wrong node was called"),
    row(4, None, Throttled, "the app's allowance is used up"),
    row(10, Some(2_018_065), NotAllowed, "permission to send news is missing"),
    row(10, Some(2_018_108), PersonUnavailable, "the person can't receive messages now"),
    row(10, Some(2_018_278), WindowClosed, "outside the window (Messenger's wording)"),
    row(10, Some(2_018_300), ThreadElsewhere, "another app controls the thread"),
    row(
        10,
        Some(1_893_063),
        Throttled,
        "sending is restricted for a time; a person should look into it",
    )
    .waiting(3600),
    row(10, Some(2_534_022), WindowClosed, "outside the window"),
    row(
        10,
        Some(2_534_077),
        NotAllowed,
        "the Page's link to Instagram can't be verified; connect again",
    ),
    row(10, None, Refused, "fewer than five people saw the story").saying("Not enough viewers"),
    row(10, None, NotAllowed, "a permission is missing"),
    row(17, None, Throttled, "the user's allowance is used up"),
    row(27, None, Refused, "taking the thread needs conversation routing"),
    row(32, None, Throttled, "the Page's allowance is used up"),
    row(100, Some(33), Refused, "the object does not exist, or permission for it is missing"),
    row(100, Some(2_018_001), PersonUnavailable, "no such person"),
    row(100, Some(2_018_008), Refused, "Meta could not fetch the file"),
    row(100, Some(2_018_047), Refused, "the file is of another type"),
    row(100, Some(2_018_074), Refused, "the attachment belongs to someone else"),
    row(100, Some(2_018_109), Refused, "the file is too big"),
    row(100, Some(2_018_292), PrivateReplyUsed, "the comment id is not valid for a private reply"),
    row(100, Some(2_018_294), Refused, "fetching the video took too long"),
    row(100, Some(2_018_320), Refused, "the product template's product is unknown"),
    row(100, Some(2_018_328), Refused, "the product template is not valid"),
    row(100, Some(2_534_001), Refused, "the thread was archived or deleted"),
    row(100, Some(2_534_013), NotAllowed, "the Page is not linked to an Instagram account"),
    row(
        100,
        Some(2_534_014),
        PersonUnavailable,
        "no such Instagram user: deleted, blocked, or another kind of id",
    ),
    row(100, Some(2_534_015), Refused, "the message's content does not fit its type"),
    row(100, Some(2_534_025), PrivateReplyUsed, "the comment takes no private reply (again)"),
    row(100, Some(2_534_029), NotAllowed, "the business is blocked from Instagram messaging"),
    row(100, Some(2_534_037), ThreadElsewhere, "another app owns the thread"),
    row(100, None, Refused, "a parameter is not valid"),
    row(101, None, NotAllowed, "Meta does not know the app"),
    row(102, None, TokenDead, "the session is not valid; connect again"),
    row(190, Some(0), TokenDead, "the session has expired"),
    row(190, Some(458), TokenDead, "the owner removed the app"),
    row(190, Some(459), TokenDead, "Meta stopped the owner's account; they must sign in there"),
    row(190, Some(460), TokenDead, "the password was changed, which ended the session"),
    row(190, Some(463), TokenDead, "the token has expired"),
    row(190, Some(464), TokenDead, "the owner's account is not confirmed; they must sign in there"),
    row(190, Some(467), TokenDead, "the token was made invalid"),
    row(190, None, TokenDead, "the token is not valid"),
    row(200, Some(1_545_041), PersonUnavailable, "the person isn't available"),
    row(200, Some(2_018_028), NotAllowed, "the app is not live or not approved for strangers"),
    row(
        200,
        Some(2_534_041),
        NotAllowed,
        "the owner switched off access to messages in Instagram's settings",
    ),
    row(200, None, NotAllowed, "a permission is missing"),
    row(
        230,
        None,
        PersonUnavailable,
        "the person has not written yet, so the profile can't be read",
    ),
    row(341, None, Throttled, "the app's allowance is used up for a time"),
    row(
        368,
        None,
        Throttled,
        "blocked for a policy violation; a person should look into it",
    )
    .waiting(3600),
    row(452, None, TokenDead, "the session is not valid; connect again"),
    row(506, None, Refused, "the same was posted before"),
    row(551, Some(1_545_041), PersonUnavailable, "the person isn't available"),
    row(551, None, PersonUnavailable, "the person isn't available"),
    row(
        613,
        Some(1_893_016),
        Throttled,
        "too many calls of an odd kind; a person should look into it",
    )
    .waiting(3600),
    row(
        613,
        Some(1996),
        Throttled,
        "an odd volume of calls; a person should look into it",
    )
    .waiting(3600),
    row(
        613,
        Some(2_018_338),
        Throttled,
        "a warning of abuse; a person should look into it",
    )
    .waiting(3600),
    row(613, Some(2_534_040), Throttled, "too many Instagram messages"),
    row(613, None, Throttled, "too many calls"),
    row(2022, None, NotAllowed, "commerce messages are switched off for the business"),
    row(2500, None, Refused, "no such path"),
    row(9010, None, PersonUnavailable, "no such Instagram user"),
    row(10_900, None, PrivateReplyUsed, "the comment was answered privately before"),
    row(36_000, Some(2_207_004), Refused, "the image is over 8 MiB"),
    row(36_103, None, NotAllowed, "the account is not eligible for Instagram messaging"),
    row(80_001, None, Throttled, "the Page's allowance is used up"),
    row(80_002, None, Throttled, "the Instagram account's allowance is used up"),
    row(80_006, None, Throttled, "the allowance for messages is used up"),
    row(80_007, None, Throttled, "the allowance is used up"),
    row(2_018_321, None, Throttled, "Meta's own automatic answers hold the thread").waiting(600),
    row(9_000_001, None, Refused, "the message was deleted, or is not among the twenty newest"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_found_by_its_own_code_and_subcode() {
        for row in ROWS {
            let message = row.says.unwrap_or_default();
            assert_eq!(find(row.code, row.subcode, message), Some(row));
        }
    }

    #[test]
    fn rows_are_sorted_and_none_hides_another() {
        assert!(ROWS.windows(2).all(|two| two[0].code <= two[1].code));
        for (place, row) in ROWS.iter().enumerate() {
            let same = |other: &Row| {
                (other.code, other.subcode, other.says) == (row.code, row.subcode, row.says)
            };
            assert!(!ROWS[place + 1..].iter().any(same), "twice: {row:?}");
        }
    }

    #[test]
    fn an_unknown_subcode_falls_back_to_its_code() {
        let check = |code, subcode, message: &str, class: Option<Class>| {
            let found = find(code, subcode, message).map(|row| row.class);
            assert_eq!(found, class, "{code}/{subcode:?}");
        };
        check(190, Some(999), "", Some(TokenDead));
        check(10, Some(7), "", Some(NotAllowed));
        check(
            10,
            None,
            "(#10) Not enough viewers for the media",
            Some(Refused),
        );
        check(100, Some(2_534_068), "", Some(Refused));
        check(7, Some(2_534_068), "", Some(Refused));
        check(294, None, "", Some(NotAllowed));
        check(424_242, None, "", None);
    }
}
