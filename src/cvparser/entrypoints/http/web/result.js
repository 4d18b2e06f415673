/** A result in two panes: the profile, and the document as a parser sees it. */

import { redact } from "./client.js";
import { $, download, make, say } from "./dom.js";
import { jsonResume, markdown } from "./exports.js";
import { problemText } from "./key-form.js";
import { shownProfile } from "./profile.js";
import { drawnPages } from "./drawn.js";
import { Finder, legend, shownText } from "./seen.js";
import { tie } from "./ties.js";
import { t } from "./words.js";

let open = null;
/** Whether pages are drawn where they can be: on a small screen their letters are too small to be read. */
let isDrawn = matchMedia("(min-width: 40rem)").matches;

export const opened = () => open;

export function closeResult() {
  open = null;
  $("result").hidden = true;
  $("result").replaceChildren();
}

/** Shows the result of a card; with `isAsked` it is gone to as well. */
export function showResult(card, { erase, isAsked }) {
  open = card;
  const heading = make("h2", { id: "result-heading", tabindex: "-1", text: t("of", { name: card.name }) });
  const panes = make("div", { class: "panes" });
  $("result").hidden = false;
  $("result").replaceChildren(make("div", { class: "row" }, heading, toolbar(card, erase)), panes);
  drawPanes(card, panes);
  if (isAsked) {
    heading.focus({ preventScroll: true });
    $("result").scrollIntoView({ block: "start" });
  }
  if (!card.redacted && !card.redactedProblem) see(card, panes);
}

async function see(card, panes) {
  try {
    card.redacted = await redact(card.item);
  } catch (error) {
    card.redactedProblem = error;
  }
  if (open === card && panes.isConnected) drawPanes(card, panes);
}

function toolbar(card, erase) {
  const base = card.name.replace(/\.\w+$/, "");
  const text = () => JSON.stringify(card.parsed, null, 2);
  const button = (name, act, kind = "") => make("button", { type: "button", class: kind, text: t(name), on: { click: act } });
  return make("div", { class: "tools" },
    button("copy", () => copy(text())),
    make("div", { class: "tools", role: "group", "aria-label": t("download") }, make("span", { class: "hint", text: t("download") }),
      button("json", () => download(`${base}.json`, "application/json", text())),
      button("json_resume", () => download(`${base}.resume.json`, "application/json", JSON.stringify(jsonResume(card.parsed), null, 2))),
      button("markdown", () => download(`${base}.md`, "text/markdown", markdown(card.parsed, t)))),
    button("erase_now", () => erase(card), "danger"));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(t("copied"));
  } catch {
    say(t("copy_failed"));
  }
}

function drawPanes(card, panes) {
  const links = [];
  const finder = card.redacted ? new Finder(card.redacted.text) : null;
  const fact = (text, near = {}, shown = text) => {
    const range = finder?.find(text, near.at);
    if (!range) return make("span", { text: shown });
    near.at ??= range.start;
    const element = make("button", { type: "button", class: "fact", text: shown, title: t("where", { fact: text }) });
    links.push({ element, range });
    return element;
  };
  const profile = make("div", { class: "panel" }, ...shownProfile(card.parsed, fact));
  const seen = make("section", { class: "panel seen", "aria-labelledby": "seen-heading" });
  const again = () => seen.replaceChildren(
    make("h3", { id: "seen-heading", text: t("seen") }), ...seenOf(card, finder, links, again));
  again();
  panes.replaceChildren(profile, seen);
}

function seenOf(card, finder, links, again) {
  if (card.redactedProblem) {
    const isRefused = card.redactedProblem.code === "scope_missing";
    return [make("p", { class: "notice", text: isRefused ? t("seen_refused") : problemText(card.redactedProblem) })];
  }
  if (!finder) return [make("p", { class: "loading", role: "status", text: t("seen_loading") })];
  const { drawing, withheld, categories } = card.redacted;
  const ranges = links.map((link) => link.range);
  const { shown, stretches } = drawing && isDrawn ? drawnPages(finder, drawing, withheld, ranges) : shownText(finder, withheld, ranges);
  tie(links, stretches, shown);
  return [make("p", { class: "hint", text: t("seen_about") }), legend(categories), drawing && ways(again), shown].filter(Boolean);
}

/** How the document is shown: as its pages, or as text. */
function ways(again) {
  const way = (name, isOn) => make("button", { type: "button", "aria-pressed": String(isOn), "data-way": name, text: t(name), on: { click: () => {
    isDrawn = name === "way_pages";
    again();
    document.querySelector(`[data-way=${name}]`).focus();
  } } });
  return make("div", { class: "switch ways", role: "group", "aria-label": t("ways") }, way("way_pages", isDrawn), way("way_text", !isDrawn));
}
