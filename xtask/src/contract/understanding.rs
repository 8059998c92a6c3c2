//! `palette understand --jsonl`: names of intents and entities, and the shape of an answer.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use super::world::World;
use super::{Row, row};
use crate::installation::SOON;

pub const ROWS: &[Row] = &[
    row(
        "understand --jsonl answers every line, in order, in the promised shape",
        shape,
    ),
    row(
        "understand --jsonl answers each line as it comes",
        as_it_comes,
    ),
    row(
        "entities have normalised values and offsets into the text",
        entities,
    ),
    row("comments and moderation have their names", moderation),
];

const INTENTS: [&str; 24] = [
    "greeting",
    "product_question",
    "price",
    "stock",
    "size",
    "material",
    "shipping_cost",
    "shipping_time",
    "place_order",
    "order_status",
    "change_order",
    "cancel_order",
    "return_refund",
    "payment",
    "discount",
    "complaint",
    "human",
    "opt_out",
    "privacy_request",
    "thanks",
    "spam",
    "abuse",
    "injection",
    "other",
];

const ENTITIES: [&str; 14] = [
    "product",
    "variant",
    "size",
    "colour",
    "quantity",
    "amount",
    "phone",
    "postal_code",
    "city",
    "address",
    "order_code",
    "url",
    "username",
    "date",
];

fn understand(world: &World, lines: &[Value]) -> anyhow::Result<Vec<Value>> {
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let ended = world.palette(&["understand", "--jsonl"], &[], &input)?;
    ensure!(
        ended.status == 0,
        "ended with {}: {}",
        ended.status,
        ended.stderr
    );
    let answers: Result<Vec<Value>, _> = ended.stdout.lines().map(serde_json::from_str).collect();
    let answers = answers.context("a line of stdout is no JSON")?;
    ensure!(
        answers.len() == lines.len(),
        "{} lines for {}",
        answers.len(),
        lines.len()
    );
    Ok(answers)
}

fn one_of(value: &Value, names: &[&str]) -> anyhow::Result<()> {
    match value.as_str() {
        Some(text) if names.contains(&text) => Ok(()),
        _ => bail!("{value} is none of {names:?}"),
    }
}

fn shape(world: &mut World) -> anyhow::Result<()> {
    let texts = [
        "سلام",
        "قیمت این مانتو چنده؟",
        "how long does shipping take to Shiraz?",
        "salam, size 40 mojood darid?",
        "می‌خوام با یه آدم صحبت کنم",
        "¯\\_(ツ)_/¯",
        "",
    ];
    let lines: Vec<Value> = (0..)
        .zip(texts)
        .map(|(id, text)| json!({ "id": format!("m{id}"), "text": text, "kind": "dm" }))
        .collect();
    for (asked, answer) in lines.iter().zip(understand(world, &lines)?) {
        ensure!(
            answer["id"] == asked["id"],
            "{} is answered for {}",
            answer["id"],
            asked["id"]
        );
        one_of(&answer["language"], &["fa", "en", "finglish", "other"])?;
        one_of(&answer["intent"], &INTENTS)?;
        one_of(
            &answer["moderation"],
            &["clean", "spam", "abuse", "injection"],
        )?;
        let confidence = |value: &Value| value.as_f64().is_some_and(|c| (0.0..=1.0).contains(&c));
        ensure!(
            confidence(&answer["confidence"]),
            "confidence is {}",
            answer["confidence"]
        );
        for other in answer["alternatives"]
            .as_array()
            .context("no `alternatives`")?
        {
            one_of(&other["intent"], &INTENTS)?;
            ensure!(
                confidence(&other["confidence"]),
                "an alternative is {other}"
            );
        }
        ensure!(answer["entities"].is_array(), "no `entities`");
    }
    Ok(())
}

fn as_it_comes(world: &mut World) -> anyhow::Result<()> {
    let mut command = Command::new(&world.palette);
    command
        .args(["understand", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot start palette")?;
    let mut stdin = child.stdin.take().context("a piped child has a stdin")?;
    let stdout = BufReader::new(child.stdout.take().context("a piped child has a stdout")?);
    let (sender, receiver) = mpsc::channel();
    let reader = thread::spawn(move || {
        stdout
            .lines()
            .map_while(Result::ok)
            .try_for_each(|line| sender.send(line))
    });
    let mut asked = || -> anyhow::Result<()> {
        for id in ["1", "2"] {
            writeln!(
                stdin,
                "{}",
                json!({ "id": id, "text": "سلام", "kind": "dm" })
            )?;
            stdin.flush()?;
            let line = receiver
                .recv_timeout(SOON)
                .context("no answer while stdin is open")?;
            let answer: Value = serde_json::from_str(&line)?;
            ensure!(answer["id"] == id, "answered {}", answer["id"]);
        }
        Ok(())
    };
    let outcome = asked();
    drop(stdin);
    let status = child.wait().context("cannot wait for palette")?;
    outcome?;
    ensure!(status.success(), "ended with {status}");
    match reader.join() {
        Ok(read) => read.context("stdout broke off"),
        Err(_) => bail!("stdout broke off"),
    }
}

fn entities(world: &mut World) -> anyhow::Result<()> {
    let text = "👋 دو تا مانتو مشکی سایز ۴۰ به مبلغ ۸۵۰ هزار تومان، شماره‌ام ۰۹۱۲۳۴۵۶۷۸۹";
    let answer = &understand(world, &[json!({ "id": "1", "text": text, "kind": "dm" })])?[0];
    let found = answer["entities"].as_array().context("no entities")?;
    let characters: Vec<char> = text.chars().collect();
    for entity in found {
        one_of(&entity["kind"], &ENTITIES)?;
        let edge = |name: &str| {
            let edge = entity[name]
                .as_u64()
                .and_then(|edge| usize::try_from(edge).ok());
            edge.with_context(|| format!("`{name}` is {}", entity[name]))
        };
        let span = characters
            .get(edge("start")?..edge("end")?)
            .context("a span is outside")?;
        let span: String = span.iter().collect();
        ensure!(
            entity["text"] == span,
            "{} is not the text at its span: {span}",
            entity["text"]
        );
    }
    let value = |kind: &str| {
        let entity = found.iter().find(|entity| entity["kind"] == kind);
        entity
            .map(|entity| &entity["value"])
            .with_context(|| format!("no {kind} in {found:?}"))
    };
    ensure!(
        value("phone")? == "+989123456789",
        "the phone is {}",
        value("phone")?
    );
    let amount = value("amount")?;
    ensure!(
        amount["minor"].is_i64() && amount["currency"].is_string(),
        "the amount is {amount}"
    );
    let size = value("size")?;
    ensure!(size == "40", "the size is {size}");
    Ok(())
}

fn moderation(world: &mut World) -> anyhow::Result<()> {
    let comment = |text: &str| json!({ "id": "1", "text": text, "kind": "comment" });
    let lines = [comment("قیمت؟"), comment("🔥🔥🔥")];
    for answer in understand(world, &lines)? {
        one_of(&answer["intent"], &INTENTS)?;
        ensure!(
            answer["moderation"] == "clean",
            "it is {}",
            answer["moderation"]
        );
    }
    Ok(())
}
