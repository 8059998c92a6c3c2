//! What members taught the AI: an intent corrected, a draft confirmed; listed, and taken back.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use garde::Validate;
use palette_domain::draft::Draft;
use palette_domain::example::{Example, Lesson, is_teachable, keeps_draft};
use palette_domain::understanding::Intent;
use palette_domain::{BusinessId, ExampleId};
use palette_language::{Engine, answer};
use palette_store::{Decision, NewExample, StoreError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::access::{Access, Converse, ManageSettings, Read};
use super::decisions::DecisionPath;
use super::fields::{Fields, Ids};
use super::lookup::Lookup;
use super::problem::{Code, Kind, Problem};
use super::view::{MemberName, Page};
use super::web::Web;

/// A reading this sure teaches nothing when it is confirmed.
const SURE: f32 = 0.9;

/// What a customer's message really meant.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The intent; spam, insults and commands to the AI are judged apart and can't be taught.
    #[garde(skip)]
    #[schema(value_type = String, example = "stock")]
    intent: Intent,
}

/// A phrasing that a member taught.
#[derive(Serialize, ToSchema)]
#[schema(as = Example)]
pub struct ExampleView {
    id: String,
    /// The customer's words.
    text: String,
    /// What they mean.
    intent: &'static str,
    /// The language they are in.
    language: &'static str,
    /// `corrected` by a member, or `confirmed` by sending the draft that rested on it.
    lesson: &'static str,
    /// By whom.
    by: Option<MemberName>,
    at: i64,
    /// On which decision.
    decision_id: String,
    /// From which conversation.
    conversation_id: Option<String>,
    /// From which comment.
    comment_id: Option<String>,
}

/// The path of one example.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ExamplePath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The example.
    #[param(value_type = String)]
    example_id: ExampleId,
}

/// As the API shows it.
pub async fn view(lookup: &mut Lookup<'_>, example: Example) -> Result<ExampleView, Problem> {
    Ok(ExampleView {
        id: example.id.to_string(),
        by: lookup.member(Some(example.member_id)).await?,
        text: example.text.into_revealed(),
        intent: example.intent.as_str(),
        language: example.language.as_str(),
        lesson: example.lesson.as_str(),
        at: example.at.millis(),
        decision_id: example.decision_id.to_string(),
        conversation_id: example.conversation_id.map(|id| id.to_string()),
        comment_id: example.comment_id.map(|id| id.to_string()),
    })
}

/// Says what a customer's words meant; the AI understands them and their like so from then on.
/// The same once more changes nothing; another intent takes the place of the one before.
#[utoipa::path(
    put, path = "/businesses/{business_id}/decisions/{decision_id}/correction",
    tag = "conversations", params(DecisionPath), request_body = Correction,
    responses(
        (status = 200, description = "What was learnt", body = ExampleView),
        (status = 409, description = "A fixed rule decides here, or the words are gone"),
    ),
    extensions(("x-permission" = json!("manage_settings"))),
)]
pub async fn correct(
    access: Access<ManageSettings>,
    State(web): State<Web>,
    Ids(path): Ids<DecisionPath>,
    Fields(correction): Fields<Correction>,
) -> Result<Json<ExampleView>, Problem> {
    if !is_teachable(correction.intent) {
        return Err(Problem::field("/intent", Code::Invalid));
    }
    let business = &access.business;
    let decision = business.decision(path.decision_id).await?;
    let decision = decision.ok_or(Kind::NotFound)?;
    let words = business.words_of_decision(decision.id).await?;
    if Engine::shared().guarded(words.reveal()) {
        return Err(Kind::FixedRule.into());
    }
    let new = NewExample {
        decision: decision.id,
        intent: correction.intent,
        language: decision.why.reveal().understood.language,
        lesson: Lesson::Corrected,
        member: access.member,
    };
    let example = business.teach(&new, web.now()).await?;
    let example = example.ok_or(Kind::WordsGone)?;
    web.live.bump();
    let mut lookup = Lookup::new(business);
    view(&mut lookup, example).await.map(Json)
}

/// All that was taught, newest first: 500 at most, all of which weigh in.
#[utoipa::path(
    get, path = "/businesses/{business_id}/settings/examples", tag = "settings",
    params(("business_id" = String, Path)),
    responses((status = 200, description = "The examples", body = Page<ExampleView>)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn list(access: Access<Read>) -> Result<Json<Page<ExampleView>>, Problem> {
    let mut lookup = Lookup::new(&access.business);
    let mut items = Vec::new();
    for example in access.business.examples().await? {
        items.push(view(&mut lookup, example).await?);
    }
    Ok(Json(Page { items, next: None }))
}

/// Takes back what was taught: from then on it weighs in no more.
#[utoipa::path(
    delete, path = "/businesses/{business_id}/settings/examples/{example_id}",
    tag = "settings", params(ExamplePath),
    responses((status = 204, description = "Forgotten")),
    extensions(("x-permission" = json!("manage_settings"))),
)]
pub async fn forget(
    access: Access<ManageSettings>,
    State(web): State<Web>,
    Ids(path): Ids<ExamplePath>,
) -> Result<StatusCode, Problem> {
    let done = access
        .business
        .forget_example(path.example_id, web.now())
        .await;
    done.map_err(Problem::from)?;
    web.live.bump();
    Ok(StatusCode::NO_CONTENT)
}

/// A member sent a draft, as it was or edited: where it rested on an unsure reading and still says
/// what it said, the reading was right. The message is on its way already, so that nothing here
/// can fail the request; what fails is logged.
pub async fn confirm(web: &Web, access: &Access<Converse>, draft: &Draft, sent: &str) {
    match confirmed(web, access, draft, sent).await {
        Ok(true) => web.live.bump(),
        Ok(false) => {}
        Err(error) => tracing::error!(error = %error, "a confirmed draft taught nothing"),
    }
}

async fn confirmed(
    web: &Web,
    access: &Access<Converse>,
    draft: &Draft,
    sent: &str,
) -> Result<bool, StoreError> {
    let business = &access.business;
    let Some(id) = draft.decision_id else {
        return Ok(false);
    };
    if !keeps_draft(draft.text.reveal(), sent) {
        return Ok(false);
    }
    let Some(decision) = business.decision(id).await? else {
        return Ok(false);
    };
    let words = business.words_of_decision(id).await?;
    if !is_lesson(&decision, words.reveal()) {
        return Ok(false);
    }
    let understood = &decision.why.reveal().understood;
    let new = NewExample {
        decision: id,
        intent: understood.intent(),
        language: understood.language,
        lesson: Lesson::Confirmed,
        member: access.member,
    };
    Ok(business.teach(&new, web.now()).await?.is_some())
}

/// Whether there is something to learn: an unsure reading of words that mean something alone.
fn is_lesson(decision: &Decision, words: &str) -> bool {
    let understood = &decision.why.reveal().understood;
    let unsure = understood.confidence() < SURE;
    let says = !matches!(understood.intent(), Intent::Other | Intent::Greeting);
    let alone = words.split_whitespace().nth(1).is_some() && answer::bare(words).is_none();
    unsure && says && alone && !Engine::shared().guarded(words)
}
