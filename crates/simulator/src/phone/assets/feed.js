// The shop's page, a post with its comments, and the story.

import { ago, count, face, h, icon, read } from "./dom.js";
import { word } from "./words.js";
import { app } from "./main.js";

const firstLine = (post) => post.caption.split("\n")[0] || word("post");

function commentsOf(post) {
  return post.comments.reduce((sum, one) => sum + 1 + one.replies.length, 0);
}

/** The shop: face with its story, name, posts. */
export async function shopView(view) {
  const refresh = async (change) => {
    if (change?.what === "thread") return;
    const { items, story } = await read("/control/posts");
    const account = app.account;
    const ring = story
      ? h("a", { class: "ring", href: "#/story", "aria-label": word("story") }, face(account.ig_id, "large"))
      : h("span", { class: "ring none" }, face(account.ig_id, "large"));
    view.replaceChildren(
      h("section", { class: "profile" }, ring,
        h("div", { class: "names" }, h("h1", {}, account.name),
          h("p", { class: "faint", dir: "ltr" }, account.username),
          h("p", { class: "counts" }, h("b", {}, count(items.length)), ` ${word("posts")} · `,
            h("b", {}, count(account.followers)), ` ${word("followers")}`)),
        h("p", { class: "bio", dir: "auto" }, account.biography ?? ""),
        h("a", { class: "key first wide", href: "#/chat" }, word("message"))),
      h("ul", { class: "grid" }, ...items.map((post) => h("li", {},
        h("a", { href: `#/post/${post.id}` },
          h("img", { src: post.picture, alt: firstLine(post), loading: "lazy" }),
          commentsOf(post) > 0 && h("span", { class: "badge", "aria-hidden": "true" },
            icon("comment"), count(commentsOf(post))))))));
  };
  await refresh();
  return { refresh };
}

function commentItem(comment, answer) {
  const own = comment.from_business;
  return h("li", { class: comment.hidden ? "comment dim" : "comment" },
    face(own ? app.account.ig_id : comment.person, "small"),
    h("div", { class: "said" },
      h("p", {}, h("b", { dir: "ltr", class: own ? "own" : "" }, comment.username), " ",
        h("span", { dir: "auto" }, comment.text)),
      h("p", { class: "faint small" }, ago(comment.at_ms, app.now),
        comment.hidden && ` · ${word("hidden")}`, " ",
        h("button", { class: "key quiet tiny", type: "button", "aria-label": `${word("replyTo")} ${comment.username}`,
          onclick: () => answer(comment) }, word("reply"))),
      comment.replies.length > 0 && h("ul", { class: "replies" },
        ...comment.replies.map((one) => commentItem(one, answer)))));
}

function commentForm(post, target, changed) {
  const box = h("input", { id: "comment", dir: "auto", autocomplete: "off", placeholder: word("comment") });
  const send = async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    const above = target.comment;
    await app.act(above
      ? { do: "reply_comment", comment_id: above.id, text }
      : { do: "comment", media_id: post.id, text });
    box.value = "";
    target.comment = null;
    changed();
  };
  return h("form", { class: "composer", onsubmit: send },
    h("label", { class: "unseen", for: "comment" }, word("comment")), box,
    h("button", { class: "key first" }, word("publish")));
}

/** A post, its caption and its comments. */
export async function postView(view, id) {
  const target = { comment: null };
  const replying = h("div", { class: "about" });
  const list = h("ul", { class: "comments", "aria-label": word("comments") });
  const showReplying = () => {
    replying.replaceChildren(...(target.comment ? [
      h("span", {}, `${word("replyTo")} `, h("bdi", {}, target.comment.username)),
      h("button", { class: "key quiet", type: "button",
        onclick: () => { target.comment = null; showReplying(); } }, word("cancel")),
    ] : []));
  };
  const answer = (comment) => {
    target.comment = comment;
    showReplying();
    document.getElementById("comment")?.focus();
  };
  const load = async () => {
    const { items } = await read(`/control/posts?media_id=${encodeURIComponent(id)}`);
    return items[0];
  };
  const fill = (post) => list.replaceChildren(...(post.comments.length
    ? post.comments.map((one) => commentItem(one, answer))
    : [h("li", { class: "faint pad" }, word("noComments"))]));
  const post = await load();
  if (!post) {
    view.replaceChildren(h("h1", { class: "pad" }, word("missing")));
    return {};
  }
  const ask = () => { app.about = post; app.go("#/chat"); };
  view.replaceChildren(
    h("div", { class: "head" },
      h("a", { class: "key round quiet", href: "#/", "aria-label": word("back") }, icon("back")),
      face(app.account.ig_id, "small"), h("h1", { dir: "ltr" }, app.account.username)),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word("post") },
      h("img", { class: "picture", src: post.picture, alt: firstLine(post) }),
      h("div", { class: "pad" },
        h("p", { class: "faint small" }, `${count(post.likes)} ${word("likes")} · ${ago(post.at_ms, app.now)}`),
        h("p", { class: "caption", dir: "auto" }, post.caption),
        h("button", { class: "key wide", type: "button", onclick: ask }, word("ask")),
        h("h2", {}, word("comments"))),
      list),
    replying,
    post.comments_enabled
      ? commentForm(post, target, showReplying)
      : h("p", { class: "faint pad" }, word("closed")));
  fill(post);
  return {
    refresh: async (change) => {
      if (change.what === "comments" && change.media_id !== id) return;
      const fresh = await load();
      if (fresh) fill(fresh);
    },
  };
}

/** The story, with a box to answer it. */
export async function storyView(view) {
  const { story } = await read("/control/posts");
  if (!story) {
    view.replaceChildren(h("h1", { class: "pad" }, word("noStory")));
    return {};
  }
  const box = h("input", { id: "story-reply", dir: "auto", autocomplete: "off", placeholder: word("storyText") });
  const send = async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    await app.act({ do: "story_reply", story_id: story.id, text });
    app.go("#/chat");
  };
  view.replaceChildren(
    h("div", { class: "story" },
      h("div", { class: "bar" }),
      h("div", { class: "head" }, face(app.account.ig_id, "small"),
        h("h1", {}, h("bdi", {}, app.account.username)),
        h("span", { class: "small" }, ago(story.at_ms, app.now)),
        h("a", { class: "key round quiet close", href: "#/", "aria-label": word("closeStory") }, "✕")),
      h("img", { src: story.picture, alt: `${word("storyOf")} ${app.account.name}` })),
    h("form", { class: "composer", onsubmit: send },
      h("label", { class: "unseen", for: "story-reply" }, word("storyText")), box,
      h("button", { class: "key round first", "aria-label": word("send") }, icon("send"))));
  return {};
}
