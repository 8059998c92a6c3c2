//! The "why" of an answer: what was understood, which facts, which rule, which verdict.

use axum::Json;
use palette_domain::{BusinessId, DecisionId};
use palette_language::Engine;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::access::{Access, Read};
use super::examples::{self, ExampleView};
use super::fields::Ids;
use super::lookup::Lookup;
use super::problem::{Kind, Problem};

/// The path of one decision.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct DecisionPath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The decision.
    #[param(value_type = String)]
    pub decision_id: DecisionId,
}

/// Why the AI answered as it did, or did not.
#[derive(Serialize, ToSchema)]
#[schema(as = Decision)]
pub struct DecisionView {
    id: String,
    at: i64,
    /// `embedded`, or a model's name.
    engine: String,
    /// Which rule of the engine chose it.
    rule: String,
    /// What was done: `answer`, `draft`, `silent`, `hand_over`, …
    outcome: String,
    /// Why a person is asked: a reason code.
    reason: Option<String>,
    /// The product or post it was taken to be about, by name.
    subject: Option<String>,
    understood: Understood,
    /// Facts it rests on.
    facts: Vec<FactView>,
    /// The policy's judgements, oldest first.
    verdicts: Vec<VerdictView>,
    /// Whether a member can teach what was meant: not where a fixed rule decides, nor where the
    /// words are gone.
    teachable: bool,
    /// What a member taught on it.
    taught: Option<ExampleView>,
}

/// What was understood.
#[derive(Serialize, ToSchema)]
pub struct Understood {
    /// `fa`, `en`, `finglish`, `other`.
    language: &'static str,
    /// Best first.
    intents: Vec<IntentView>,
    /// `clean`, `spam`, `abuse`, `injection`.
    moderation: &'static str,
    entities: Vec<EntityView>,
}

/// An intent with how sure it is.
#[derive(Serialize, ToSchema)]
#[schema(as = ScoredIntent)]
pub struct IntentView {
    intent: &'static str,
    /// 0 to 1.
    confidence: f32,
}

/// Something named in the text.
#[derive(Serialize, ToSchema)]
#[schema(as = Entity)]
pub struct EntityView {
    kind: &'static str,
    /// As written.
    text: String,
    /// Normalised.
    value: serde_json::Value,
    /// First character, from 0.
    start: usize,
    /// One past the last.
    end: usize,
}

/// A fact.
#[derive(Serialize, ToSchema)]
#[schema(as = UsedFact)]
pub struct FactView {
    kind: String,
    about: String,
    value: String,
}

/// A judgement.
#[derive(Serialize, ToSchema)]
#[schema(as = Verdict)]
pub struct VerdictView {
    /// `decide` or `send`.
    stage: String,
    allowed: bool,
    rule: String,
    at: i64,
}

/// The "why" of one answer.
#[utoipa::path(
    get, path = "/businesses/{business_id}/decisions/{decision_id}", tag = "conversations",
    params(DecisionPath),
    responses((status = 200, description = "The decision", body = DecisionView)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn detail(
    access: Access<Read>,
    Ids(path): Ids<DecisionPath>,
) -> Result<Json<DecisionView>, Problem> {
    let decision = access
        .business
        .decision(path.decision_id)
        .await?
        .ok_or(Kind::NotFound)?;
    let words = access.business.words_of_decision(decision.id).await?;
    let words = words.reveal();
    let teachable = !words.is_empty() && !Engine::shared().guarded(words);
    let taught = match access.business.example_on(decision.id).await? {
        Some(example) => {
            let mut lookup = Lookup::new(&access.business);
            Some(examples::view(&mut lookup, example).await?)
        }
        None => None,
    };
    let why = decision.why.into_revealed();
    let understood = why.understood;
    let intents = understood.intents.into_iter().map(|scored| IntentView {
        intent: scored.intent.as_str(),
        confidence: scored.confidence,
    });
    let entities = understood.entities.into_iter().map(|entity| EntityView {
        kind: entity.kind.as_str(),
        text: entity.text,
        value: entity.value,
        start: entity.start,
        end: entity.end,
    });
    let facts = why.facts.into_iter().map(|fact| FactView {
        kind: fact.kind,
        about: fact.about,
        value: fact.value,
    });
    let verdicts = decision.verdicts.into_iter().map(|verdict| VerdictView {
        stage: verdict.stage,
        allowed: verdict.allowed,
        rule: verdict.rule,
        at: verdict.at.millis(),
    });
    Ok(Json(DecisionView {
        id: decision.id.to_string(),
        at: decision.at.millis(),
        engine: why.engine,
        rule: why.rule,
        outcome: why.outcome,
        reason: why.reason,
        subject: why.subject,
        understood: Understood {
            language: understood.language.as_str(),
            intents: intents.collect(),
            moderation: understood.moderation.as_str(),
            entities: entities.collect(),
        },
        facts: facts.collect(),
        verdicts: verdicts.collect(),
        teachable,
        taught,
    }))
}
