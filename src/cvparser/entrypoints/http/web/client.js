/** The service: requests, problems as errors, and a job followed to its end. */

/** Where the service is: its origin, and a proxy's prefix perhaps. This module is one folder below. */
export const ROOT = new URL("..", import.meta.url).href.replace(/\/$/, "");
export const API = `${ROOT}/api/v1/parser`;
export const SERVICE = JSON.parse(document.documentElement.dataset.service);

const KEY = "cvparser-key";
/** A browser has six connections to a host: some must be left for everything else. */
const MOST_STREAMS = 3;
const PATIENCE_MS = 20 * 60_000;
/** A stream is told something every 15 seconds. */
const SILENCE_MS = 40_000;
let streams = 0;

export const key = () => sessionStorage.getItem(KEY) ?? "";
export const keepKey = (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY));
const asking = () => (key() ? { Authorization: `Bearer ${key()}` } : {});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the service, or the way to it, has against a request. */
export class Problem extends Error {
  constructor(body, status = 0) {
    super(body.detail ?? body.error_message ?? "");
    this.code = body.error_code ?? body.code ?? "unknown";
    this.status = status;
    this.asksForKey = status === 401 || status === 403 && this.code === "scope_missing";
  }
}

export async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path.startsWith("http") ? path : `${API}${path}`, { ...options, headers: { ...asking(), ...options.headers } });
  } catch {
    throw new Problem({ code: "unreachable" });
  }
  if (answer.status === 204) return null;
  const isJson = (answer.headers.get("content-type") ?? "").includes("json");
  const body = isJson ? await answer.json() : await answer.text();
  if (!answer.ok) {
    if ((answer.status === 429 || answer.status === 503) && (options.patience ?? 0) > 0) {
      await pause(1000 * Math.min(30, Number(answer.headers.get("retry-after")) || 5));
      return ask(path, { ...options, patience: options.patience - 1 });
    }
    throw new Problem(isJson ? body : { code: `http_${answer.status}` }, answer.status);
  }
  return body;
}

export const json = (body) => ({ method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });

/** Hands in what `item` holds: a `file` or a `text`. */
export function submit(item, fields) {
  if (item.file === undefined) return ask("/parse-text-async", { ...json({ ...fields, text: item.text }), patience: 5 });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", item.file, item.file.name);
  return ask("/parse-file-async", { method: "POST", body: form, patience: 5 });
}

export function redact(item) {
  if (item.file === undefined) return ask("/redact", { ...json({ text: item.text }), patience: 3 });
  const form = new FormData();
  form.append("file", item.file, item.file.name);
  return ask("/redact?drawing=true", { method: "POST", body: form, patience: 3 });
}

/** Follows a job by events while there is a stream to spare, else, and when streams break, by polling. */
export async function follow(id, told, isGone = () => false) {
  for (let broken = 0; broken < 3 && streams < MOST_STREAMS && typeof EventSource === "function"; broken += 1) {
    streams += 1;
    let ended;
    try {
      ended = await streamed(id, told, isGone);
    } catch (error) {
      if (error.status === 401 || error.status === 403) break;
      throw error;
    } finally {
      streams -= 1;
    }
    if (ended) return ended;
    if (isGone()) return null;
    told(null, "reconnecting");
    await pause(500 * 2 ** broken);
  }
  return polled(id, told, isGone);
}

/** Returns the job as it ended; null where the stream broke. */
async function streamed(id, told, isGone) {
  const { ticket } = key() ? await ask("/tickets", { method: "POST" }) : {};
  const source = new EventSource(`${API}/job/${id}/events${ticket ? `?ticket=${encodeURIComponent(ticket)}` : ""}`);
  let watch;
  try {
    return await new Promise((resolve, reject) => {
      const heard = () => {
        clearTimeout(watch);
        watch = setTimeout(() => resolve(null), SILENCE_MS);
      };
      heard();
      source.addEventListener("status", (event) => {
        heard();
        const job = JSON.parse(event.data);
        told(job, "events");
        if (job.status !== "processing") resolve(job);
        else if (isGone()) resolve(null);
      });
      source.addEventListener("problem", (event) => {
        const body = JSON.parse(event.data);
        reject(new Problem(body, body.status));
      });
      // A ticket serves once: the browser's own reconnection would be refused.
      source.onerror = () => resolve(null);
    });
  } finally {
    clearTimeout(watch);
    source.close();
  }
}

/** Asks after 1, 2 and 4 seconds, then every 5. */
async function polled(id, told, isGone) {
  const began = Date.now();
  for (let wait = 1; Date.now() - began < PATIENCE_MS; wait = Math.min(wait * 2, 5)) {
    try {
      const job = await ask(`/job/${id}`);
      told(job, "polling");
      if (job.status !== "processing") return job;
    } catch (error) {
      const passes = error.code === "unreachable" || error.status === 429 || error.status >= 500;
      if (!passes) throw error;
      told(null, "reconnecting");
    }
    if (isGone()) return null;
    await pause(wait * 1000);
  }
  throw new Problem({ code: "no_end" });
}
