//! Examples: what members taught of their customers' phrasings, sealed as the words they hold.

use std::sync::Arc;

use palette_domain::example::{Example, Lesson, TEXT_CHARS_MAX};
use palette_domain::live::Change;
use palette_domain::understanding::{Intent, Language};
use palette_domain::{
    CommentId, ConversationId, DecisionId, ExampleId, Instant, MemberId, Private, Span,
};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::customer::language_of;
use crate::keys::Key as _;
use crate::message::body_of;
use crate::rows::{comment, decision, example, message};
use crate::vault::{Key, Place, open_text};
use crate::{BusinessStore, Result, StoreError, live};

/// Examples that a business keeps: as many as weigh in. The oldest go first.
pub const EXAMPLES_MAX: u64 = 500;
/// Messages of a burst that make up its text, as many as a turn looks at.
const BURST_MAX: u64 = 20;
/// What is older than this before a burst's newest words was no part of it.
const BURST_SPAN: Span = Span::hours(24);

/// What a member teaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewExample {
    /// On which decision.
    pub decision: DecisionId,
    /// What the words mean.
    pub intent: Intent,
    /// The language they were understood to be in.
    pub language: Language,
    /// How.
    pub lesson: Lesson,
    /// By whom.
    pub member: MemberId,
}

/// Tells one state of a business's examples from the next, without reading them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct ExamplesVersion {
    count: i64,
    newest: Option<i64>,
}

fn example_of(key: &Key, row: &example::Model) -> Result<Example> {
    let lesson = Lesson::ALL.into_iter().find(|l| l.as_str() == row.lesson);
    Ok(Example {
        id: ExampleId::of(row.id),
        text: open_text(key, Place::new("example.text", row.id), &row.text)?,
        intent: row
            .intent
            .parse()
            .map_err(|()| StoreError::Shape("example.intent"))?,
        language: language_of(Some(&row.language)).ok_or(StoreError::Shape("example.language"))?,
        lesson: lesson.ok_or(StoreError::Shape("example.lesson"))?,
        member_id: MemberId::of(row.member_id),
        decision_id: DecisionId::of(row.decision_id),
        conversation_id: row.conversation_id.map(ConversationId::of),
        comment_id: row.comment_id.map(CommentId::of),
        at: Instant::from_millis(row.at),
    })
}

impl BusinessStore {
    /// The customer's words that a decision was about; empty when they were taken back.
    ///
    /// # Errors
    /// When there is no such decision.
    pub async fn words_of_decision(&self, id: DecisionId) -> Result<Private<String>> {
        let row = decision::Entity::find_by_id(id.uuid())
            .filter(decision::Column::BusinessId.eq(self.uuid()))
            .one(self.read())
            .await?
            .ok_or(StoreError::NotFound("decision"))?;
        let key = self.key_for(self.read(), row.customer_id).await?;
        self.words(self.read(), &row, &key).await
    }

    async fn words(
        &self,
        db: &impl ConnectionTrait,
        row: &decision::Model,
        key: &Arc<Key>,
    ) -> Result<Private<String>> {
        if let Some(id) = row.comment_id {
            let found = comment::Entity::find_by_id(id).one(db).await?;
            let Some(found) = found else {
                return Ok(Private::default());
            };
            let key = self.key_for(db, found.sealed_for).await?;
            let text = open_text(&key, Place::new("comment.text", found.id), &found.text)?;
            return Ok(text.map(|text| cut(&text)));
        }
        let mut rows = message::Entity::find()
            .filter(message::Column::BusinessId.eq(self.uuid()))
            .filter(message::Column::DecisionId.eq(row.id))
            .filter(message::Column::ConversationId.eq(row.conversation_id))
            .filter(message::Column::Author.eq("customer"))
            .order_by_desc(message::Column::At)
            .order_by_desc(message::Column::Id)
            .limit(BURST_MAX)
            .all(db)
            .await?;
        let newest = rows.first().map_or(0, |row| row.at);
        rows.retain(|row| row.at >= newest - BURST_SPAN.as_millis());
        rows.reverse();
        let mut texts = Vec::with_capacity(rows.len());
        for row in &rows {
            let text = body_of(key, row)?.text;
            if !text.trim().is_empty() {
                texts.push(text);
            }
        }
        Ok(Private::new(cut(&texts.join("\n"))))
    }

    /// Keeps what a member taught on a decision. A correction takes the place of what was taught
    /// before; a confirmation changes nothing where something is known. The same once more
    /// changes nothing. `None` when the words are gone.
    ///
    /// # Errors
    /// When there is no such decision.
    pub async fn teach(&self, new: &NewExample, now: Instant) -> Result<Option<Example>> {
        let tx = self.store.begin().await?;
        let of = decision::Entity::find_by_id(new.decision.uuid())
            .filter(decision::Column::BusinessId.eq(self.uuid()))
            .lock_exclusive()
            .one(&tx)
            .await?
            .ok_or(StoreError::NotFound("decision"))?;
        let key = self.key_for(&tx, of.customer_id).await?;
        let known = self.example_row(&tx, new.decision).await?;
        if let Some(row) = &known {
            let same = row.intent == new.intent.as_str() && row.lesson == new.lesson.as_str();
            if same || new.lesson == Lesson::Confirmed {
                return Ok(Some(example_of(&key, row)?));
            }
        }
        let words = self.words(&tx, &of, &key).await?;
        if words.reveal().trim().is_empty() {
            return Ok(None);
        }
        let id = known.as_ref().map_or_else(
            || self.store.next_id::<ExampleId>(now),
            |row| ExampleId::of(row.id),
        );
        let place = Place::new("example.text", id.uuid());
        let row = example::Model {
            id: id.uuid(),
            business_id: self.uuid(),
            customer_id: of.customer_id,
            decision_id: of.id,
            conversation_id: of.conversation_id,
            comment_id: of.comment_id,
            member_id: new.member.uuid(),
            lesson: new.lesson.as_str().to_owned(),
            intent: new.intent.as_str().to_owned(),
            language: new.language.as_str().to_owned(),
            text: self.vault().seal_text(&key, place, words.reveal()),
            at: now.millis(),
        };
        example::Entity::delete_by_id(row.id).exec(&tx).await?;
        example::Entity::insert(example::ActiveModel::from(row.clone()))
            .exec_without_returning(&tx)
            .await?;
        self.drop_oldest(&tx).await?;
        live::publish(&tx, [(self.id, Change::Settings)], now).await?;
        tx.commit().await?;
        Ok(Some(example_of(&key, &row)?))
    }

    /// All examples, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn examples(&self) -> Result<Vec<Example>> {
        let rows = example::Entity::find()
            .filter(example::Column::BusinessId.eq(self.uuid()))
            .order_by_desc(example::Column::At)
            .order_by_desc(example::Column::Id)
            .limit(EXAMPLES_MAX)
            .all(self.read())
            .await?;
        let of_business = self.key().await?;
        let customers = rows.iter().filter_map(|row| row.customer_id);
        let customers: std::collections::BTreeSet<Uuid> = customers.collect();
        let keys = self
            .vault()
            .customer_keys(self.read(), &of_business, customers)
            .await?;
        let open = |row: &example::Model| match row.customer_id {
            // Forgotten between the two reads: the example goes with them.
            Some(id) => keys.get(&id).map(|key| example_of(key, row)),
            None => Some(example_of(&of_business, row)),
        };
        rows.iter().filter_map(open).collect()
    }

    /// Which state the examples are in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn examples_version(&self) -> Result<ExamplesVersion> {
        let found: Option<(i64, Option<i64>)> = example::Entity::find()
            .select_only()
            .column_as(Expr::col(example::Column::Id).count(), "count")
            .column_as(Expr::col(example::Column::At).max(), "newest")
            .filter(example::Column::BusinessId.eq(self.uuid()))
            .into_tuple()
            .one(self.read())
            .await?;
        let (count, newest) = found.unwrap_or_default();
        Ok(ExamplesVersion { count, newest })
    }

    /// The example that was taught on a decision.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn example_on(&self, decision: DecisionId) -> Result<Option<Example>> {
        let Some(row) = self.example_row(self.read(), decision).await? else {
            return Ok(None);
        };
        let key = self.key_for(self.read(), row.customer_id).await?;
        Ok(Some(example_of(&key, &row)?))
    }

    /// Forgets an example.
    ///
    /// # Errors
    /// When there is no such example.
    pub async fn forget_example(&self, id: ExampleId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let done = example::Entity::delete_many()
            .filter(example::Column::Id.eq(id.uuid()))
            .filter(example::Column::BusinessId.eq(self.uuid()))
            .exec(&tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::NotFound("example"));
        }
        live::publish(&tx, [(self.id, Change::Settings)], now).await?;
        Ok(tx.commit().await?)
    }

    async fn example_row(
        &self,
        db: &impl ConnectionTrait,
        decision: DecisionId,
    ) -> Result<Option<example::Model>> {
        Ok(example::Entity::find()
            .filter(example::Column::BusinessId.eq(self.uuid()))
            .filter(example::Column::DecisionId.eq(decision.uuid()))
            .one(db)
            .await?)
    }

    async fn drop_oldest(&self, tx: &impl ConnectionTrait) -> Result<()> {
        let over: Vec<Uuid> = example::Entity::find()
            .select_only()
            .column(example::Column::Id)
            .filter(example::Column::BusinessId.eq(self.uuid()))
            .order_by_desc(example::Column::At)
            .order_by_desc(example::Column::Id)
            .offset(EXAMPLES_MAX)
            .limit(EXAMPLES_MAX)
            .into_tuple()
            .all(tx)
            .await?;
        if !over.is_empty() {
            example::Entity::delete_many()
                .filter(example::Column::Id.is_in(over))
                .exec(tx)
                .await?;
        }
        Ok(())
    }
}

fn cut(text: &str) -> String {
    text.trim().chars().take(TEXT_CHARS_MAX).collect()
}
