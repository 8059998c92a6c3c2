//! Committing a plan: all that follows from a decision, in one transaction, or nothing.

use std::sync::Arc;

use palette_domain::conversation::{Author, Handler};
use palette_domain::draft::DraftState;
use palette_domain::live::Change;
use palette_domain::policy::Sender;
use palette_domain::turn::{Subject, Turn};
use palette_domain::{
    CommentId, ConversationId, CustomerId, DecisionId, DraftId, Instant, MediaId, MessageId,
    OutboxId,
};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
};

use crate::conversation::{call_person, put_on_the_desk};
use crate::draft::end_drafts;
use crate::keys::Key as _;
use crate::outbox::queue::{Outgoing, Target, queue};
use crate::rows::{comment, conversation, customer, decision, draft, message, turn};
use crate::vault::Place;
use crate::verdict::{self, Stage};
use crate::{BusinessStore, Committed, Need, NewDraft, PlanCommit, Result, StoreError, live};

impl BusinessStore {
    /// Writes a plan and closes its turn, in one transaction. `turn` is the context's.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when something arrived in between, the turn was cancelled, or a
    /// person took the private reply: then nothing is written, and the turn is to be released.
    pub async fn commit_plan(
        &self,
        turn: &Turn,
        plan: &PlanCommit,
        now: Instant,
    ) -> Result<Committed> {
        let tx = self.store.begin().await?;
        let mut target = self.target_of(&tx, turn.subject).await?;
        self.check_turn(&tx, turn, &target).await?;
        let id = self.store.next_id::<DecisionId>(now);
        let decision = self.insert_decision(&tx, turn, plan, &target, id.uuid(), now);
        decision.await?;
        let mut committed = Committed {
            decision: id,
            outbox: Vec::new(),
            messages: Vec::new(),
            draft: None,
        };
        self.queue_all(&tx, plan, &mut target, &mut committed, now)
            .await?;
        end_drafts(&tx, turn.subject, now).await?;
        if let (Some(new), Some(thread)) = (&plan.draft, &target.conversation) {
            let thread = thread.id;
            committed.draft = Some(
                self.insert_draft(&tx, turn, new, &target, thread, id.uuid(), now)
                    .await?,
            );
        }
        self.save_thread(&tx, plan, &mut target).await?;
        self.save_customer(&tx, plan, &target, now).await?;
        self.save_comment(&tx, plan, &target, id.uuid()).await?;
        self.close(&tx, turn, id.uuid(), now).await?;
        live::publish(&tx, changes(self, &target), now).await?;
        tx.commit().await?;
        Ok(committed)
    }

    /// The rows a plan writes to, locked: the comment, the conversation.
    pub(crate) async fn target_of(
        &self,
        tx: &DatabaseTransaction,
        subject: Subject,
    ) -> Result<Target> {
        let of_business = self.key().await?;
        let (thread, comment) = match subject {
            Subject::Conversation(id) => (Some(id.uuid()), None),
            Subject::Comment(id) => {
                let row = comment::Entity::find_by_id(id.uuid())
                    .filter(comment::Column::BusinessId.eq(self.uuid()))
                    .one(tx)
                    .await?
                    .ok_or(StoreError::NotFound("comment"))?;
                (row.conversation_id, Some(row.id))
            }
        };
        let conversation = match thread {
            Some(id) => Some(self.lock_thread(tx, ConversationId::of(id)).await?),
            None => None,
        };
        // Read again under its lock: the thread is locked before the comment everywhere.
        let comment = match comment {
            Some(id) => {
                comment::Entity::find_by_id(id)
                    .lock_exclusive()
                    .one(tx)
                    .await?
            }
            None => None,
        };
        let customer = conversation.as_ref().map(|row| row.customer_id);
        let key = match customer {
            Some(id) => {
                let row = self.customer_row(tx, CustomerId::of(id)).await?;
                let row = row.ok_or(StoreError::NotFound("customer"))?;
                self.vault().customer_key(&of_business, &row)?
            }
            None => Arc::clone(&of_business),
        };
        let account = conversation.as_ref().map(|row| row.account_id);
        let account = account.or(comment.as_ref().map(|row| row.account_id));
        let account = account.ok_or(StoreError::NotFound("conversation"))?;
        Ok(Target {
            business: self.uuid(),
            account,
            key,
            customer,
            conversation,
            comment,
        })
    }

    /// Nothing arrived since the plan was made, and nobody took over.
    async fn check_turn(
        &self,
        tx: &DatabaseTransaction,
        turn: &Turn,
        target: &Target,
    ) -> Result<()> {
        let row = turn::Entity::find_by_id(turn.id.uuid())
            .filter(turn::Column::BusinessId.eq(self.uuid()))
            .lock_exclusive()
            .one(tx)
            .await?
            .ok_or(StoreError::Stale)?;
        let by_person = matches!(turn.subject, Subject::Conversation(_))
            && target
                .conversation
                .as_ref()
                .is_some_and(|thread| thread.handler == Handler::Person.as_str());
        if row.state != "open" || row.generation != turn.generation || by_person {
            return Err(StoreError::Stale);
        }
        Ok(())
    }

    async fn insert_decision(
        &self,
        tx: &DatabaseTransaction,
        turn: &Turn,
        plan: &PlanCommit,
        target: &Target,
        id: Uuid,
        now: Instant,
    ) -> Result<()> {
        let place = Place::new("decision.why", id);
        let row = decision::Model {
            id,
            business_id: self.uuid(),
            turn_id: turn.id.uuid(),
            customer_id: target.customer,
            conversation_id: target.conversation.as_ref().map(|row| row.id),
            comment_id: target.comment.as_ref().map(|row| row.id),
            why: self.vault().seal_json(&target.key, place, &plan.why),
            rule: plan.why.rule.clone(),
            outcome: plan.why.outcome.clone(),
            at: now.millis(),
        };
        decision::Entity::insert(decision::ActiveModel::from(row))
            .exec_without_returning(tx)
            .await?;
        Ok(())
    }

    async fn queue_all(
        &self,
        tx: &DatabaseTransaction,
        plan: &PlanCommit,
        target: &mut Target,
        committed: &mut Committed,
        now: Instant,
    ) -> Result<()> {
        let decision = committed.decision.uuid();
        let mut verdicts = Vec::new();
        for new in &plan.outbox {
            let outgoing = Outgoing {
                kind: new.kind,
                sender: Sender::Ai,
                body: &new.body,
                shown: new.shown.reveal(),
                language: new.language,
                confirms_opt_out: new.confirms_opt_out,
                next_at: new.not_before.unwrap_or(now),
                decision: Some(decision),
                act_hash: None,
            };
            let queued = match queue(&self.store, tx, target, &outgoing, now).await {
                Err(StoreError::Taken(_)) => return Err(StoreError::Stale),
                queued => queued?,
            };
            let (id, stage) = (Some(queued.outbox), Stage::Decide);
            verdicts.push(verdict::row(
                self.uuid(),
                id,
                Some(decision),
                stage,
                true,
                new.rule,
                now,
            ));
            committed.outbox.push(OutboxId::of(queued.outbox));
            committed
                .messages
                .extend(queued.message.map(|row| MessageId::of(row.id)));
        }
        for rule in &plan.refused {
            verdicts.push(verdict::row(
                self.uuid(),
                None,
                Some(decision),
                Stage::Decide,
                false,
                *rule,
                now,
            ));
        }
        verdict::insert(tx, verdicts).await
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the row's parts come from as many places"
    )]
    async fn insert_draft(
        &self,
        tx: &DatabaseTransaction,
        turn: &Turn,
        new: &NewDraft,
        target: &Target,
        thread: Uuid,
        decision: Uuid,
        now: Instant,
    ) -> Result<DraftId> {
        let id = self.store.next_id::<DraftId>(now);
        let place = Place::new("draft.text", id.uuid());
        let row = draft::Model {
            id: id.uuid(),
            business_id: self.uuid(),
            conversation_id: thread,
            comment_id: match turn.subject {
                Subject::Comment(id) => Some(id.uuid()),
                Subject::Conversation(_) => None,
            },
            text: self
                .vault()
                .seal_text(&target.key, place, new.text.reveal()),
            reason: new.reason.clone(),
            deadline: new.deadline.map(Instant::millis),
            state: DraftState::Open.as_str().to_owned(),
            decision_id: Some(decision),
            created_at: now.millis(),
            ended_at: None,
        };
        draft::Entity::insert(draft::ActiveModel::from(row))
            .exec_without_returning(tx)
            .await?;
        Ok(id)
    }

    async fn save_thread(
        &self,
        tx: &DatabaseTransaction,
        plan: &PlanCommit,
        target: &mut Target,
    ) -> Result<()> {
        let Some(thread) = &mut target.conversation else {
            return Ok(());
        };
        if let Some(handler) = plan.handler {
            thread.handler = handler.as_str().to_owned();
            thread.handler_member = None;
            thread.handler_message = None;
        }
        match &plan.needs_person {
            Need::Keep => {}
            Need::Clear => thread.needs_person = None,
            Need::Person(reason) => call_person(thread, reason),
        }
        if plan.draft.is_some() {
            put_on_the_desk(thread);
        }
        if let Some(memory) = &plan.memory {
            let place = Place::new("conversation.memory", thread.id);
            thread.memory = Some(self.vault().seal_json(&target.key, place, memory.reveal()));
        }
        thread.version += 1;
        save_thread(tx, thread).await
    }

    async fn save_customer(
        &self,
        tx: &DatabaseTransaction,
        plan: &PlanCommit,
        target: &Target,
        now: Instant,
    ) -> Result<()> {
        let Some(id) = target.customer else {
            return Ok(());
        };
        let mut changed = <customer::ActiveModel as Default>::default();
        if let Some(opted_out) = plan.opted_out {
            changed.opted_out_at = Set(opted_out.then_some(now.millis()));
        }
        if plan.disclosed {
            changed.disclosed_at = Set(Some(now.millis()));
        }
        if let Some(language) = plan.language {
            changed.language = Set(Some(language.as_str().to_owned()));
        }
        if !plan.outbox.is_empty() {
            changed.last_interaction_at = Set(now.millis());
        }
        if changed.is_changed() {
            customer::Entity::update_many()
                .set(changed)
                .filter(customer::Column::Id.eq(id))
                .exec(tx)
                .await?;
        }
        Ok(())
    }

    async fn save_comment(
        &self,
        tx: &DatabaseTransaction,
        plan: &PlanCommit,
        target: &Target,
        decision: Uuid,
    ) -> Result<()> {
        let Some(row) = &target.comment else {
            return Ok(());
        };
        let mut changed = comment::ActiveModel {
            decision_id: Set(Some(decision)),
            private_reply_at: Set(row.private_reply_at),
            ..Default::default()
        };
        if let Some(state) = plan.comment_state {
            changed.state = Set(state.as_str().to_owned());
        }
        comment::Entity::update_many()
            .set(changed)
            .filter(comment::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        Ok(())
    }

    /// Closes the turn, and marks what it looked at.
    async fn close(
        &self,
        tx: &DatabaseTransaction,
        turn: &Turn,
        decision: Uuid,
        now: Instant,
    ) -> Result<()> {
        if let Subject::Conversation(id) = turn.subject {
            message::Entity::update_many()
                .set(message::ActiveModel {
                    decision_id: Set(Some(decision)),
                    ..Default::default()
                })
                .filter(message::Column::ConversationId.eq(id.uuid()))
                .filter(message::Column::Author.eq(Author::Customer.as_str()))
                .filter(message::Column::DecisionId.is_null())
                .exec(tx)
                .await?;
        }
        turn::Entity::update_many()
            .set(turn::ActiveModel {
                state: Set("closed".to_owned()),
                owner: Set(None),
                lease_until: Set(None),
                error: Set(None),
                closed_at: Set(Some(now.millis())),
                ..Default::default()
            })
            .filter(turn::Column::Id.eq(turn.id.uuid()))
            .exec(tx)
            .await?;
        Ok(())
    }
}

/// Writes a conversation back whole; it was locked since it was read.
pub(crate) async fn save_thread(
    tx: &DatabaseTransaction,
    thread: &conversation::Model,
) -> Result<()> {
    let all = conversation::ActiveModel::from(thread.clone()).reset_all();
    conversation::Entity::update_many()
        .set(all)
        .filter(conversation::Column::Id.eq(thread.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// What changed, for the dashboard.
pub(crate) fn changes(
    of: &BusinessStore,
    target: &Target,
) -> Vec<(palette_domain::BusinessId, Change)> {
    let thread = target
        .conversation
        .as_ref()
        .map(|row| Change::Conversation {
            id: ConversationId::of(row.id),
        });
    let comment = target.comment.as_ref().map(|row| Change::Comment {
        id: CommentId::of(row.id),
        media_id: MediaId::of(row.media_id),
    });
    thread
        .into_iter()
        .chain(comment)
        .map(|change| (of.id, change))
        .collect()
}
