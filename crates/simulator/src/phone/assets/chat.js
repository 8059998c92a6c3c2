// The thread of the customer with the shop.

import { face, h, icon, moment, read } from "./dom.js";
import { word } from "./words.js";
import { app } from "./main.js";

function attachment(held) {
  const { type, payload } = held;
  if (type === "template") return template(payload);
  if (type === "like_heart") return h("span", { class: "big" }, "❤️");
  const picture = held.picture ?? (["image", "share", "story_mention"].includes(type) ? payload.url : null);
  const title = payload.title ?? "";
  const inside = [
    picture && h("img", { src: picture, alt: title ? "" : word("picture"), loading: "lazy" }),
    title && h("span", { dir: "auto" }, title),
    !picture && !title && h("span", {}, `${word("unsupported")} (${type})`),
  ];
  if (held.media_id) return h("a", { class: "card", href: `#/post/${held.media_id}` }, ...inside);
  return h("span", { class: "card" }, ...inside);
}

function template(payload) {
  const elements = payload.elements ?? [{ title: payload.text, buttons: payload.buttons }];
  return h("span", { class: "template" }, ...elements.map((element) => h("span", { class: "card" },
    element.image_url && h("img", { src: element.image_url, alt: "", loading: "lazy" }),
    h("span", { dir: "auto", class: "strong" }, element.title ?? ""),
    element.subtitle && h("span", { dir: "auto" }, element.subtitle),
    ...(element.buttons ?? []).map((button) => button.type === "web_url"
      ? h("a", { class: "key", href: button.url, target: "_blank", rel: "noreferrer" }, button.title)
      : h("button", {
        class: "key", type: "button",
        onclick: () => app.act({ do: "postback", title: button.title, payload: button.payload }),
      }, button.title)))));
}

function above(message) {
  if (message.private_reply_to) return h("p", { class: "above" }, word("privateReply"), ": ", h("bdi", {}, message.answers ?? ""));
  if (message.story) {
    return h("p", { class: "above" }, word("storyReply"),
      h("img", { class: "thumb", src: message.story.picture, alt: "" }));
  }
  if (message.answers) return h("p", { class: "above" }, word("answers"), ": ", h("bdi", {}, message.answers));
  return null;
}

function tools(message) {
  if (message.deleted) return null;
  if (!message.from_business) {
    return h("button", {
      class: "tool", type: "button", "aria-label": word("unsend"), title: word("unsend"),
      onclick: () => app.act({ do: "unsend", mid: message.mid }),
    }, icon("undo"));
  }
  const loved = Boolean(message.reactions?.person);
  const label = word(loved ? "unlove" : "love");
  return h("button", {
    class: "tool", type: "button", "aria-label": label, title: label, "aria-pressed": String(loved),
    onclick: () => app.act({ do: loved ? "unreact" : "reaction", mid: message.mid }),
  }, icon("heart"));
}

function bubble(message) {
  if (message.tap) return h("li", { class: "tap" }, h("bdi", {}, message.text), ` — ${word("tapped")}`);
  const who = message.from_business ? "theirs" : "mine";
  const reactions = Object.values(message.reactions ?? {}).map((one) => one.emoji).join("");
  const body = message.deleted
    ? [h("p", { class: "text faint" }, word("unsent"))]
    : [
      ...message.attachments.map(attachment),
      message.unsupported && h("p", { class: "text faint" }, word("unsupported")),
      message.text && h("p", { class: "text", dir: "auto" }, message.text),
    ];
  return h("li", { class: `row ${who}` },
    h("div", { class: "stack" },
      h("span", { class: "unseen" }, word(message.from_business ? "theirMessage" : "yourMessage")),
      above(message),
      h("div", { class: "line" }, h("div", { class: "bubble" }, ...body), tools(message)),
      reactions && h("span", { class: "reactions" }, reactions),
      message.edits > 0 && h("span", { class: "faint small" }, word("edited"))));
}

function rows(thread) {
  const list = [];
  let last = 0;
  for (const message of thread.messages) {
    if (message.at_ms - last > 30 * 60 * 1000) {
      list.push(h("li", { class: "when" }, moment(message.at_ms, app.now)));
    }
    last = message.at_ms;
    list.push(bubble(message));
  }
  const newest = thread.messages.at(-1);
  if (newest && !newest.from_business && (thread.seen_by_business_ms ?? 0) >= newest.at_ms) {
    list.push(h("li", { class: "row mine" }, h("span", { class: "faint small" }, word("seen"))));
  }
  return list;
}

function quickReplies(thread) {
  const newest = thread.messages.at(-1);
  const offered = newest?.from_business ? newest.quick_replies : [];
  return offered.map(([title, payload]) => h("button", {
    class: "key chip", type: "button",
    onclick: () => app.act({ do: "quick_reply", title, payload }),
  }, title));
}

function composer(fill) {
  const box = h("textarea", { id: "message", rows: "1", dir: "auto", placeholder: word("write") });
  const send = async () => {
    const text = box.value.trim();
    if (!text && !app.about) return;
    const body = { do: "message", text };
    if (app.about) Object.assign(body, { media_id: app.about.id, share: true });
    await app.act(body);
    app.about = null;
    box.value = "";
    fill();
    box.focus();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  return h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    h("label", { class: "unseen", for: "message" }, word("write")), box,
    h("button", { class: "key round first", "aria-label": word("send") }, icon("send")));
}

/** The view. */
export async function chatView(view) {
  const account = app.account;
  const list = h("ul", {});
  const log = h("div", { class: "log", role: "log", "aria-label": word("messages"), tabindex: "0" }, list);
  const chips = h("div", { class: "chips", role: "group", "aria-label": word("quick") });
  const about = h("div", { class: "about" });
  const typing = h("p", { class: "typing", role: "status" });
  const showAbout = () => {
    about.replaceChildren(...(app.about ? [
      h("img", { class: "thumb", src: app.about.picture, alt: "" }),
      h("span", {}, word("about")),
      h("button", { class: "key quiet", type: "button", onclick: () => { app.about = null; showAbout(); } },
        word("cancel")),
    ] : []));
  };
  const showTyping = (on) => {
    typing.replaceChildren(...(on ? [h("span", { class: "dots", "aria-hidden": "true" },
      h("i"), h("i"), h("i")), word("typing")] : []));
    if (on) log.scrollTop = log.scrollHeight;
  };
  const refresh = async () => {
    const thread = await read(`/control/thread?person=${encodeURIComponent(app.person)}`);
    const items = rows(thread);
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    list.replaceChildren(...(items.length ? items : [h("li", { class: "when" }, word("empty"))]));
    chips.replaceChildren(...quickReplies(thread));
    showTyping(app.typing);
    if (atEnd) log.scrollTop = log.scrollHeight;
    const newest = thread.messages.filter((one) => one.from_business).at(-1);
    if (newest && thread.seen !== newest.mid && document.visibilityState === "visible") {
      await app.act({ do: "seen", mid: newest.mid });
    }
  };
  view.replaceChildren(
    h("div", { class: "head" }, face(account.ig_id, "small"),
      h("div", {}, h("h1", {}, account.name), h("p", { class: "faint small", dir: "ltr" }, account.username))),
    log, typing, chips, about, composer(showAbout));
  showAbout();
  await refresh();
  log.scrollTop = log.scrollHeight;
  return { refresh, typing: showTyping };
}
