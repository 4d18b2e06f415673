/** The dashboard: three figures and more over a window, and jobs to act on. */

import { ROOT, SERVICE, ask } from "./client.js";
import { bars, columns } from "./charts.js";
import { $, confirmed, make, say } from "./dom.js";
import { problemText, showKeyProblem, useKeyForm } from "./key-form.js";
import { drawHooks, hooksNow } from "./hooks.js";
import { duration, moment, number, onLanguage, percent, seconds, speak, t, words } from "./words.js";

const AGAIN_MS = 5_000;
const STATUSES = ["success", "failed", "processing"];
const STAGES = ["extraction", "redaction", "parsing", "filtering"];
let span = 86_400;
let found = null;
let asked = 0;
/** Whether the jobs of all owners are meant, for who operates the service. */
const isOfAll = () => $("of-all").checked;

const settled = (promise) => promise.catch((error) => ({ error }));

async function look() {
  const turn = (asked += 1);
  const filters = new URLSearchParams({ window: span, limit: 50 });
  for (const [name, value] of new FormData($("filters"))) if (value) filters.set(name, value);
  const [stats, trends, jobs, ready, metrics, hooks] = await Promise.all([
    settled(ask(isOfAll() ? `/operator/stats?window=${span}` : `${ROOT}/stats?window=${span}`)),
    settled(ask(isOfAll() ? `/operator/trends?window=${span}` : `${ROOT}/stats/trends?window=${span}`)),
    settled(ask(`${isOfAll() ? "/operator" : ""}/jobs?${filters}`)), settled(ask(`${ROOT}/health/ready`)), settled(ask(`${ROOT}/metrics`)),
    settled(hooksNow())]);
  if (turn !== asked) return;
  found = { stats, trends, jobs, ready, metrics, hooks };
  draw();
}

function draw() {
  if (!found) return;
  const { stats, trends, jobs, metrics, hooks } = found;
  // One owner has all there is where nobody is asked who they are.
  $("all-owners").hidden = !SERVICE.asksForKeys || (Boolean(metrics.error) && !isOfAll());
  const trouble = stats.error ?? trends.error;
  $("trouble").hidden = !trouble;
  if (trouble) {
    $("trouble").textContent = problemText(trouble);
    showKeyProblem(trouble);
  } else {
    $("key-problem").textContent = "";
    drawTiles();
    drawCharts(trends);
  }
  $("stages").replaceChildren(...stagesOf(metrics));
  drawHooks(hooks, act);
  // Who is about to press something must not have it taken away.
  if (!$("jobs").contains(document.activeElement)) drawJobs(jobs);
}

function drawTiles() {
  const { stats, trends, ready } = found;
  const came = Object.values(stats.status_distribution).reduce((a, b) => a + b, 0);
  const known = (value, show) => (value === null || value === undefined ? t("dash") : show(value));
  const workers = ready.error ? t("dash") : t(`workers_${ready.workers ?? "here"}`);
  const tiles = [
    ["tile_jobs", number(came)], ["tile_rate", number(came / (span / 3_600), { maximumFractionDigits: 1 })],
    ["tile_failed", known(stats.failed_rate, percent), stats.failed_rate > 0.1],
    ["tile_average", known(stats.average_processing_time_seconds, seconds)], ["tile_p95", known(trends.p95_processing_time_seconds, seconds)],
    ["tile_oldest", stats.unfinished_jobs ? duration(stats.oldest_unfinished_seconds) : t("none"), stats.oldest_unfinished_seconds > 120],
    ["tile_unfinished", number(stats.unfinished_jobs)], ["tile_queue", known(stats.queue_depth, number)], ["tile_workers", workers, ready.workers === "none"]];
  $("tiles").replaceChildren(...tiles.map(([name, value, isBad]) => make("div", { class: isBad ? "bad" : "" }, make("dt", { text: t(name) }), make("dd", { text: value }))));
}

function drawCharts(trends) {
  const format = span <= 86_400 ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short", hour: "2-digit" };
  const data = trends.steps.map((step) => ({ label: moment(new Date(step.since), format), values: STATUSES.map((each) => step[each]) }));
  $("throughput").replaceChildren(...columns(t("throughput"), STATUSES.map((kind) => ({ name: t(kind), kind })), data));
  const counts = found.stats.status_distribution;
  $("distribution").replaceChildren(bars(STATUSES.map((kind) => ({ name: t(kind), value: counts[kind], shown: number(counts[kind]), kind }))));
  const codes = Object.entries(trends.failed_codes);
  $("codes").replaceChildren(codes.length
    ? bars(codes.map(([code, n]) => ({ name: code, value: n, shown: number(n), kind: "failed" })))
    : make("p", { text: t("no_failures") }));
}

/** The mean time of each stage, of a page for Prometheus. */
function stagesOf(page) {
  if (page.error) return [make("p", { text: page.error.status === 403 || page.error.status === 401 ? t("stages_admin") : problemText(page.error) })];
  const sums = {};
  for (const [, kind, labels, value] of String(page).matchAll(/^cvparser_stage_seconds_(sum|count)\{([^}]*)\} (\S+)$/gm)) {
    const stage = /stage="(\w+)"/.exec(labels)[1];
    sums[stage] ??= { sum: 0, count: 0 };
    sums[stage][kind] += Number(value);
  }
  const rows = STAGES.filter((each) => sums[each]?.count).map((each) => {
    const mean = sums[each].sum / sums[each].count;
    return { name: t(`stage_${each}`), value: mean, shown: `${number(mean * 1000, { maximumFractionDigits: 0 })} ms` };
  });
  return rows.length ? [bars(rows), make("p", { class: "hint", text: t("stages_since") })] : [make("p", { text: t("stages_none") })];
}

function drawJobs(jobs) {
  if (jobs.error) {
    $("jobs").replaceChildren(make("tbody", {}, make("tr", {}, make("td", { text: problemText(jobs.error) }))));
    return;
  }
  const head = ["came", ...(isOfAll() ? ["owner"] : []), "file", "status", "took", "why", "actions"];
  $("jobs").replaceChildren(
    make("thead", {}, make("tr", {}, ...head.map((name) => make("th", { scope: "col", text: t(name) })))),
    make("tbody", {}, ...(jobs.jobs.length ? jobs.jobs.map(rowOf) : [make("tr", {}, make("td", { colspan: head.length, text: t("no_jobs") }))])));
}

function rowOf(job) {
  const name = job.file_name ?? t("text");
  const button = (act, run, kind = "") => make("button", { type: "button", class: kind, text: t(act), "aria-label": `${t(act)}: ${name}, ${job.job_id.slice(0, 8)}`, on: { click: run } });
  const isOver = job.status !== "processing";
  const path = `${job.owner === undefined ? "" : "/operator"}/job/${job.job_id}`;
  return make("tr", {},
    make("td", { text: moment(new Date(job.created_at), { dateStyle: "short", timeStyle: "medium" }) }),
    job.owner === undefined ? null : make("td", { text: job.owner }),
    make("th", { scope: "row", title: job.job_id, text: name }),
    make("td", {}, make("span", { class: `status ${job.status}`, text: t(job.status) })),
    make("td", { text: job.processing_time_seconds === null ? t("dash") : seconds(job.processing_time_seconds) }),
    make("td", { title: job.error_message, text: job.error_code ? words(`problem_${job.error_code}`) ?? job.error_code : "" }),
    make("td", {}, make("div", { class: "tools" },
      isOver && job.file_name !== null && button("retry", () => act(`${path}/retry`, "POST", "said_retried")),
      !isOver && button("cancel", () => act(`${path}/cancel`, "POST", "said_cancelled")),
      isOver && button("erase_now", async () => (await confirmed(t("erase_job_sure", { name }))) && act(path, "DELETE", "said_erased", { name }), "danger"))));
}

async function act(path, method, said, values) {
  try {
    await ask(path, { method });
    say(t(said, values));
  } catch (error) {
    say(problemText(error));
    $("trouble").textContent = problemText(error);
    $("trouble").hidden = false;
    return;
  }
  $("main").focus({ preventScroll: true });
  await look();
}

for (const each of document.querySelectorAll("[data-window]")) {
  each.addEventListener("click", () => {
    span = Number(each.dataset.window);
    for (const other of document.querySelectorAll("[data-window]")) other.setAttribute("aria-pressed", String(other === each));
    look();
  });
}
$("of-all").addEventListener("change", look);
$("filters").addEventListener("submit", (event) => {
  event.preventDefault();
  look();
});
useKeyForm(look);
onLanguage(() => {
  document.title = `cvparser · ${t("nav_dashboard")}`;
  draw();
});
speak();
look();
setInterval(() => {
  if (!document.hidden) look();
}, AGAIN_MS);
