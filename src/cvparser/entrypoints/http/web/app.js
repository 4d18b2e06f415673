/** The page: hand in CVs, see each move on its card, read and erase its profile. */

import { SERVICE, ask, follow, submit } from "./client.js";
import { $, confirmed, download, make, say } from "./dom.js";
import { csv } from "./exports.js";
import { problemText, showKeyProblem, useKeyForm } from "./key-form.js";
import { closeResult, opened, showResult } from "./result.js";
import { duration, moment, number, onLanguage, seconds, speak, t } from "./words.js";

const SESSION = `page-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;
/** CVs that are sent at once. */
const AT_ONCE = 3;
const KEEP_CHOICES = [3_600, 86_400, 7 * 86_400, 30 * 86_400];
const ENDED = new Set(["success", "failed"]);

const cards = [];
const waiting = [];
let sending = 0;
let texts = 0;

function take(items) {
  const fields = { user_id: "page", session_id: SESSION, parse_mode: document.querySelector("[name=mode]:checked").value };
  if ($("keep").value) fields.expires_in = Number($("keep").value);
  if ($("after-read").checked) fields.delete_after_read = true;
  for (const item of items) {
    const card = { item, fields, name: item.file?.name ?? t("text_name", { n: (texts += 1) }), stage: "waiting" };
    card.element = make("li", { class: "card" });
    cards.push(card);
    $("cards").append(card.element);
    waiting.push(card);
    draw(card);
  }
  $("list").hidden = cards.length === 0;
  next();
}

function next() {
  while (sending < AT_ONCE && waiting.length) {
    sending += 1;
    run(waiting.shift());
  }
}

async function run(card) {
  let isSent = false;
  const sent = () => {
    if (!isSent) { isSent = true; sending -= 1; next(); }
  };
  card.began = performance.now();
  Object.assign(card, { ended: null, problem: null, by: "" });
  try {
    if (card.item.file?.size > SERVICE.maxBytes) throw Object.assign(new Error(), { code: "file_too_large" });
    move(card, "sending");
    const { job_id: id } = await submit(card.item, card.fields);
    card.id = id;
    sent();
    move(card, "processing");
    say(t("said_taken", { name: card.name }));
    const job = await follow(id, (told, by) => hear(card, told, by), () => card.isGone);
    if (!job || card.isGone) return;
    card.job = job;
    move(card, "fetching");
    card.parsed = (await ask(`/result/${id}`, { patience: 3 })).parsed_data;
    card.ended = performance.now();
    move(card, "success");
    say(t("said_done", { name: card.name, n: seconds((card.ended - card.began) / 1000) }));
    if (!opened()) show(card, false);
  } catch (error) {
    if (card.isGone) return;
    card.problem = error;
    card.ended = performance.now();
    move(card, "failed");
    showKeyProblem(error);
    say(t("said_failed", { name: card.name, why: problemText(error) }));
  } finally {
    sent();
  }
}

function hear(card, job, by) {
  if (job) card.job = job;
  if (card.by !== by) { card.by = by; draw(card); }
}

function move(card, stage) {
  card.stage = stage;
  draw(card);
}

const elapsed = (card) => ((card.ended ?? performance.now()) - card.began) / 1000;

function draw(card) {
  const held = card.element.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  const steps = ["sending", "processing", "fetching"];
  const reached = card.stage === "success" ? 3 : card.stage === "failed" ? (card.id ? 1 : 0) : steps.indexOf(card.stage);
  const button = (name, act, kind = "") => make("button", { type: "button", class: kind, "data-act": name, text: t(name), "aria-label": `${t(name)}: ${card.name}`, on: { click: act } });
  const isOpen = ENDED.has(card.stage) || card.stage === "erasing";
  card.clock = card.began === undefined ? null : make("span", { class: "clock", text: seconds(elapsed(card)) });
  card.element.className = `card ${card.stage}`;
  card.element.replaceChildren(
    make("div", { class: "card-head" }, make("strong", { class: "name", text: card.name }), card.clock),
    make("div", { class: "steps", "aria-hidden": "true" }, ...["step_sent", "step_read", "step_ready"].map((name, index) =>
      make("span", { class: index < reached ? "done" : index === reached && !isOpen ? "now" : "", text: t(name) }))),
    make("p", { class: card.problem ? "state bad" : "state" }, make("span", { text: card.problem ? problemText(card.problem) : t(`stage_${card.stage}`) }),
      !isOpen && card.by && t(`by_${card.by}`) ? make("span", { class: "by", text: t(`by_${card.by}`) }) : null,
      card.stage === "success" ? make("span", { class: "by", text: kept(card) }) : null),
    make("div", { class: "tools" },
      card.stage === "success" && button("open", () => show(card, true), "main"),
      card.stage === "failed" && button("again", () => again(card), "main"),
      card.stage === "processing" && button("cancel", () => cancel(card)),
      card.id && ENDED.has(card.stage) && button("erase_now", () => erase(card), "danger"),
      !card.id && card.stage === "failed" && button("dismiss", () => drop(card))));
  if (held) (card.element.querySelector(`[data-act=${held}]`) ?? card.element.querySelector("button"))?.focus();
  const done = cards.filter((each) => each.parsed).length;
  $("csv").hidden = $("all-json").hidden = done < 2;
}

function kept(card) {
  if (card.fields.delete_after_read) return t("erased_here");
  return card.job?.expires_at ? t("expires", { when: moment(new Date(card.job.expires_at), { dateStyle: "medium", timeStyle: "short" }) }) : "";
}

function show(card, isAsked) {
  showResult(card, { erase, isAsked });
}

async function again(card) {
  const old = card.id;
  Object.assign(card, { id: null, parsed: null, redacted: null, redactedProblem: null });
  move(card, "waiting");
  waiting.push(card);
  next();
  // What failed is of no use to anybody any more.
  if (old) await ask(`/job/${old}`, { method: "DELETE" }).catch(() => {});
}

async function cancel(card) {
  try {
    await ask(`/job/${card.id}/cancel`, { method: "POST" });
  } catch (error) {
    showKeyProblem(error);
    say(problemText(error));
  }
}

async function erase(card) {
  if (!(await confirmed(t("erase_sure", { name: card.name })))) return;
  const before = card.stage;
  move(card, "erasing");
  try {
    await ask(`/job/${card.id}`, { method: "DELETE" });
  } catch (error) {
    if (error.code !== "job_erased" && error.code !== "job_expired") {
      move(card, before);
      showKeyProblem(error);
      say(problemText(error));
      card.element.querySelector(".state").append(make("span", { class: "bad", text: ` ${problemText(error)}` }));
      return;
    }
  }
  drop(card);
  say(t("said_erased", { name: card.name }));
}

/** Forgets a card and everything that this page has of it. */
function drop(card) {
  const at = cards.indexOf(card);
  cards.splice(at, 1);
  card.element.remove();
  Object.assign(card, { isGone: true, item: {}, parsed: null, redacted: null });
  if (opened() === card) closeResult();
  $("list").hidden = cards.length === 0;
  cards.forEach(draw);
  const beside = (cards[at] ?? cards[at - 1])?.element.querySelector("button");
  (beside ?? $("main")).focus();
}

function choose(tab) {
  for (const each of document.querySelectorAll("[role=tab]")) {
    const isChosen = each === tab;
    each.setAttribute("aria-selected", String(isChosen));
    each.tabIndex = isChosen ? 0 : -1;
    $(each.getAttribute("aria-controls")).hidden = !isChosen;
  }
  tab.focus();
}

function useTabs() {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose(tabs[(index + step + tabs.length) % tabs.length]);
    });
  });
}

function useDrop() {
  $("files").addEventListener("change", () => {
    take([...$("files").files].map((file) => ({ file })));
    $("files").value = "";
  });
  const over = (event, isOver) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return false;
    event.preventDefault();
    document.body.classList.toggle("dragging", isOver);
    return true;
  };
  document.addEventListener("dragover", (event) => over(event, true));
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && over(event, false));
  document.addEventListener("drop", (event) => over(event, false) && take([...event.dataTransfer.files].map((file) => ({ file }))));
}

function drawChoices() {
  $("files-about").textContent = t("files_about", { size: number(Math.round(SERVICE.maxBytes / 2 ** 20)) });
  $("about-advanced").textContent = t({ openai: "about_model", offline: "about_rules" }[SERVICE.parser] ?? "about_other");
  const chosen = $("keep").value;
  const choices = KEEP_CHOICES.filter((each) => each < SERVICE.keepSeconds);
  $("keep").replaceChildren(
    make("option", { value: "", text: duration(SERVICE.keepSeconds) }),
    ...choices.reverse().map((each) => make("option", { value: each, text: duration(each) })));
  $("keep").value = chosen;
}

useTabs();
useDrop();
useKeyForm(() => {});
$("panel-text").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!$("text").value.trim()) return;
  take([{ text: $("text").value }]);
  $("text").value = "";
});
$("csv").addEventListener("click", () => download("cvs.csv", "text/csv", csv(cards.filter((card) => card.parsed))));
$("all-json").addEventListener("click", () => download("cvs.jsonl", "application/jsonl",
  cards.filter((card) => card.parsed).map((card) => `${JSON.stringify({ file: card.name, ...card.parsed })}\n`).join("")));
onLanguage(() => {
  document.title = `cvparser · ${t("nav_page")}`;
  drawChoices();
  cards.forEach(draw);
  if (opened()) show(opened(), false);
});
speak();
setInterval(() => {
  for (const card of cards) {
    if (card.clock && card.ended === null) card.clock.textContent = seconds(elapsed(card));
  }
}, 200);
