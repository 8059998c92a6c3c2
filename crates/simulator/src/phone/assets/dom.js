// Small helpers: elements without markup in strings, calls of the control API, times in words.

import { lang, number } from "./words.js";

/** An element: `h("p", { class: "x", onclick: f }, "text", child)`. Nothing is parsed as HTML. */
export function h(tag, props = {}, ...children) {
  const svg = ["svg", "path", "circle", "rect", "line"].includes(tag);
  const element = svg
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const ICONS = {
  home: "M3 11 12 3l9 8v9a1 1 0 0 1-1 1h-5v-6H9v6H4a1 1 0 0 1-1-1z",
  chat: "M12 3c5 0 9 3.6 9 8s-4 8-9 8c-1 0-2-.1-2.900-.4L4 21l1.200-3.900C3.800 15.500 3 13.400 3 11c0-4.400 4-8 9-8z",
  person: "M12 12a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zm-8 9c0-4 3.600-6.500 8-6.500s8 2.500 8 6.500",
  back: "M15 4 7 12l8 8",
  send: "M21 3 3 10.500l7 3 3 7.500z M10 13.500 21 3",
  heart: "M12 20S3.500 15 3.500 9A4.700 4.700 0 0 1 12 6.500 4.700 4.700 0 0 1 20.500 9c0 6-8.500 11-8.500 11z",
  comment: "M12 3.500a8.500 8.500 0 0 1 7.400 12.700L21 21l-4.800-1.500A8.500 8.500 0 1 1 12 3.500z",
  undo: "M8 5 4 9l4 4M4 9h9a6 6 0 0 1 0 12H9",
  theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
};

/** A line drawing; decoration, so hidden from readers of the screen. */
export function icon(name) {
  return h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: `icon icon-${name}` },
    h("path", { d: ICONS[name] }));
}

/** Reads from the control API. */
export async function read(path) {
  const answer = await fetch(path);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error?.message ?? String(answer.status));
  return body;
}

/** Does something through the control API. */
export async function act(body, path = "/control/act") {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
  const read = await answer.json();
  if (!answer.ok) throw new Error(read.error?.message ?? String(answer.status));
  return read;
}

const STEPS = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400],
  ["hour", 3600], ["minute", 60]];

/** How long ago, in the reader's language. */
export function ago(at, now) {
  const seconds = Math.round((at - now) / 1000);
  const words = new Intl.RelativeTimeFormat(lang() === "fa" ? "fa-IR" : "en", { numeric: "auto" });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return words.format(0, "second");
}

/** The hour and minute, and the day when it is not today. */
export function moment(at, now) {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  const options = { hour: "2-digit", minute: "2-digit", hour12: false };
  if (!today) Object.assign(options, { day: "numeric", month: "long" });
  return new Intl.DateTimeFormat(lang() === "fa" ? "fa-IR-u-ca-persian" : "en-GB", options).format(at);
}

/** A round picture of somebody. */
export function face(id, size = "") {
  return h("img", { class: `face ${size}`, src: `/avatar/${encodeURIComponent(id)}.svg`, alt: "" });
}

/** A count in the reader's digits. */
export function count(value) {
  return number(value);
}
