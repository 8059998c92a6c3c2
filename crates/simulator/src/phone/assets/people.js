// Whom the reader plays: pick a customer or make one.

import { act, ago, face, h, read } from "./dom.js";
import { word } from "./words.js";
import { app, dot, play } from "./main.js";

function item(one) {
  const current = one.handle === app.person;
  const choose = () => {
    play(one.handle);
    app.go("#/");
  };
  return h("li", {}, h("button", {
    class: current ? "person current" : "person", type: "button", onclick: choose,
    "aria-pressed": String(current),
  },
  face(one.igsid),
  h("span", { class: "names" }, h("b", { dir: "auto" }, one.name),
    h("span", { class: "faint small", dir: "ltr" }, one.username),
    one.last_text && h("span", { class: "faint small last", dir: "auto" }, one.last_text)),
  one.unseen && dot(),
  one.last_at_ms && h("span", { class: "faint small" }, ago(one.last_at_ms, app.now))));
}

/** The switch of the customers who write by themselves. */
function audienceSwitch() {
  const box = h("input", { id: "audience", type: "checkbox", role: "switch" });
  box.addEventListener("change", async () => {
    const now = await act({ on: box.checked }, "/control/audience");
    box.checked = now.on;
  });
  const days = ["calm_day", "giveaway", "viral_reel", "angry_monday"];
  const day = h("select", { id: "temper" }, days.map((name) => h("option", { value: name }, word(name))));
  day.addEventListener("change", () => act({ temper: day.value }, "/control/audience"));
  const refresh = async () => {
    const now = await read("/control/audience");
    box.checked = now.on;
    day.value = now.temper;
  };
  const row = h("p", { class: "pad switch" },
    box, h("label", { for: "audience" }, word("audience")),
    h("label", { class: "unseen", for: "temper" }, word("temper")), day);
  return { row, refresh };
}

/** The view. */
export async function peopleView(view) {
  const box = h("input", {
    id: "new-person", dir: "ltr", autocomplete: "off", maxlength: "30", placeholder: word("newName"),
  });
  const make = async (event) => {
    event.preventDefault();
    const handle = box.value.trim().replace(/\s+/g, "_");
    if (!handle) return;
    await act({ person: handle }, "/control/person");
    play(handle);
    app.go("#/");
  };
  const list = h("ul", { class: "people", "aria-label": word("people") });
  const fill = () => list.replaceChildren(...app.people.map(item));
  const audience = audienceSwitch();
  view.replaceChildren(
    h("h1", { class: "pad" }, word("choose")),
    h("form", { class: "composer top-form", onsubmit: make },
      h("label", { class: "unseen", for: "new-person" }, word("newName")), box,
      h("button", { class: "key first" }, word("make"))),
    audience.row,
    list);
  fill();
  await audience.refresh();
  return { refresh: async () => fill() };
}
