// The page: who plays, which view is open, and what arrives live.

import { act, face, h, icon, read } from "./dom.js";
import { lang, word } from "./words.js";
import { chatView } from "./chat.js";
import { postView, shopView, storyView } from "./feed.js";
import { peopleView } from "./people.js";

const top = document.getElementById("top");
const view = document.getElementById("view");
const tabs = document.getElementById("tabs");

/** What all views share. */
export const app = {
  person: null, people: [], account: null, now: Date.now(), about: null, typing: false,
  go(hash) { location.hash = hash; },
  async act(body) {
    try {
      return await act({ person: app.person, ...body });
    } catch (error) {
      tell(error.message);
      throw error;
    }
  },
};

function tell(sentence) {
  document.querySelector(".told")?.remove();
  view.append(h("p", { class: "told", role: "alert" }, sentence));
}

function query(changes) {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) params.set(name, value);
  return `?${params}${location.hash}`;
}

/** Plays somebody else from now on; the address remembers it. */
export function play(handle) {
  app.person = handle;
  app.typing = false;
  history.replaceState(null, "", query({ person: handle }));
}

function applyLook() {
  const theme = new URLSearchParams(location.search).get("theme");
  document.documentElement.lang = lang();
  document.documentElement.dir = lang() === "fa" ? "rtl" : "ltr";
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  document.title = `${word("title")} · ${app.account?.username ?? ""}`;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function drawTop() {
  const me = app.people.find((one) => one.handle === app.person);
  const switchTheme = () => {
    history.replaceState(null, "", query({ theme: isDark() ? "light" : "dark" }));
    applyLook();
  };
  top.replaceChildren(
    h("p", { class: "brand" }, word("pretended")),
    h("a", { class: "key quiet", href: query({ lang: word("languageCode") }), lang: word("languageCode") },
      word("language")),
    h("button", { class: "key round", type: "button", "aria-label": word("theme"), onclick: switchTheme },
      icon("theme")),
    h("a", { class: "me", href: "#/people", "aria-label": `${word("change")}: ${me?.username ?? ""}` },
      face(me?.igsid ?? "", "small"), h("span", { dir: "ltr" }, me?.username ?? "")),
  );
}

let shown = "shop";

/** The mark of something not seen yet. */
export function dot() {
  return h("span", { class: "dot" }, h("span", { class: "unseen" }, word("unseenMark")));
}

function drawTabs(current) {
  shown = current;
  const me = app.people.find((one) => one.handle === app.person);
  const tab = (name, hash, picture) => h("a", {
    href: hash, "aria-current": current === name ? "page" : undefined,
  }, icon(picture), h("span", {}, word(name)),
  name === "messages" && me?.unseen && dot());
  tabs.setAttribute("aria-label", word("title"));
  tabs.replaceChildren(
    tab("shop", "#/", "home"), tab("messages", "#/chat", "chat"), tab("people", "#/people", "person"));
}

const VIEWS = { "": shopView, post: postView, story: storyView, chat: chatView, people: peopleView };
const TAB = { "": "shop", post: "shop", story: "shop", chat: "messages", people: "people" };
let open = null;

async function draw(moveFocus) {
  const [, name = "", id] = location.hash.split("/");
  const make = VIEWS[name] ?? shopView;
  applyLook();
  drawTop();
  drawTabs(TAB[name] ?? "shop");
  view.className = `view view-${name || "shop"}`;
  open = await make(view, id);
  if (moveFocus && !view.contains(document.activeElement)) view.focus({ preventScroll: true });
}

async function refreshPeople() {
  const [people, state] = await Promise.all([read("/control/people"), read("/control/state")]);
  app.people = people.items;
  app.account = state.accounts[0];
  app.now = state.clock.now_ms;
  const asked = new URLSearchParams(location.search).get("person");
  const known = app.people.find((one) => [one.handle, one.username, one.igsid].includes(app.person ?? asked));
  app.person = known?.handle ?? app.people[0]?.handle ?? null;
}

let waiting = null;

/** Many changes in one moment are drawn once. */
function soon(work) {
  clearTimeout(waiting);
  waiting = setTimeout(() => work().catch((error) => tell(error.message)), 40);
}

function heard(change) {
  if (change.what === "typing") {
    if (change.person === app.person) {
      app.typing = change.on;
      open?.typing?.(change.on);
    }
    return;
  }
  if (change.what === "reset") {
    location.reload();
    return;
  }
  if (["thread", "comments", "posts", "people", "hello"].includes(change.what)) {
    const mine = change.what !== "thread" || change.person === app.person;
    if (mine && change.what === "thread") app.typing = false;
    soon(async () => {
      await refreshPeople();
      drawTop();
      drawTabs(shown);
      await open?.refresh?.(change);
    });
  }
}

function listen() {
  const source = new EventSource("/control/events");
  source.onmessage = (event) => {
    document.querySelector(".told.lost")?.remove();
    heard(JSON.parse(event.data));
  };
  source.onerror = () => {
    if (!document.querySelector(".told.lost")) {
      view.append(h("p", { class: "told lost", role: "status" }, word("retry")));
    }
  };
}

addEventListener("hashchange", () => draw(true).catch((error) => tell(error.message)));
await refreshPeople();
await draw(false);
listen();
