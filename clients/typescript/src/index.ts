import { formOf, type Item, type ItemResult, linesOf, resultsOf } from "./batches.ts";
import { errorOf, StillProcessingError, UnavailableError } from "./errors.ts";
import { lastState } from "./events.ts";
import type { BatchStatusBody, BatchSubmissionBody, ParsedCV, ResultBody, StatusBody, SubmissionBody } from "./types.ts";

export type { Item, ItemResult } from "./batches.ts";
export * from "./errors.ts";
export * from "./webhooks.ts";
export type * from "./types.ts";

const API = "/api/v1/parser";
/** Milliseconds between two looks at a job, the last for all that follow: as the service's documentation has it. */
const PAUSES = [1000, 2000, 4000, 5000];
/** Times that a broken event stream is opened again before the job is looked at instead. */
const MAX_STREAMS = 3;
/** Milliseconds before a request is sent again to a service that is not there, or says not when. */
const AGAIN = 2000;
/** Documents of one batch, and results that are fetched at once. */
const AT_ONCE = 100;
const TRY_AGAIN = new Set([429, 502, 503, 504]);

export interface ClientOptions {
  /** Where the service is. */
  url?: string;
  /** Where it asks for one. */
  key?: string;
  fetch?: typeof fetch;
}

export interface SubmissionOptions {
  mode?: "advanced" | "basic";
  /** Your name for the person who submits. */
  userId?: string;
  /** Your name for the session. */
  sessionId?: string;
  /** Seconds until the job is erased. */
  expiresIn?: number;
  /** Whether the job is erased once its result was read. */
  deleteAfterRead?: boolean;
  /** What the service calls when the job has ended; see `verifyWebhook`. */
  callbackUrl?: string;
}

export interface WaitOptions {
  /** Milliseconds for all of it; two minutes unless said otherwise. */
  timeout?: number;
  signal?: AbortSignal;
}

/** Calls a service. What it refuses is thrown as a `CVParserError`. */
export class Client {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #fetch: typeof fetch;

  constructor(options: ClientOptions = {}) {
    this.#url = (options.url ?? "http://127.0.0.1:8000").replace(/\/+$/, "");
    this.#headers = options.key ? { Authorization: `Bearer ${options.key}` } : {};
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  }

  /** Submits a document, waits for its job, and gives its profile. A `File` has a name; a `Blob` needs one. */
  async parse(file: Blob, options: SubmissionOptions & WaitOptions & { name?: string } = {}): Promise<ParsedCV> {
    const limit = new Limit(options);
    return this.#waited(await this.#submitted(fileRequest(file, options), limit), limit);
  }

  /** Submits a text, waits for its job, and gives its profile. */
  async parseText(text: string, options: SubmissionOptions & WaitOptions = {}): Promise<ParsedCV> {
    const limit = new Limit(options);
    return this.#waited(await this.#submitted(textRequest(text, options), limit), limit);
  }

  /** Submits a document, and gives the id of its job. */
  submit(file: Blob, options: SubmissionOptions & { name?: string } = {}): Promise<string> {
    return this.#submitted(fileRequest(file, options), new Limit({ timeout: 60_000 }));
  }

  /** Submits a text, and gives the id of its job. */
  submitText(text: string, options: SubmissionOptions = {}): Promise<string> {
    return this.#submitted(textRequest(text, options), new Limit({ timeout: 60_000 }));
  }

  /** Waits for a job, and gives its profile. */
  wait(jobId: string, options: WaitOptions = {}): Promise<ParsedCV> {
    return this.#waited(jobId, new Limit(options));
  }

  /** Gives a job as it stands. */
  async job(jobId: string): Promise<StatusBody> {
    return (await this.#answered("GET", `/job/${jobId}`, new Limit({ timeout: 60_000 }))).json() as Promise<StatusBody>;
  }

  /** Gives the profile of a job that has ended. */
  result(jobId: string): Promise<ParsedCV> {
    return this.#result(jobId, new Limit({ timeout: 60_000 }));
  }

  /** Ends a job, and gives it as it stands then. */
  async cancel(jobId: string): Promise<StatusBody> {
    const answer = await this.#answered("POST", `/job/${jobId}/cancel`, new Limit({ timeout: 60_000 }));
    return answer.json() as Promise<StatusBody>;
  }

  /** Removes a job, its result and its file for good. */
  async delete(jobId: string): Promise<void> {
    await this.#answered("DELETE", `/job/${jobId}`, new Limit({ timeout: 60_000 }));
  }

  /** Submits documents as one batch, each a job of its own; sent again by itself where its answer got lost. */
  submitBatch(items: (Blob | Item)[], options: SubmissionOptions = {}): Promise<BatchSubmissionBody> {
    return this.#batch({ path: "/parse-batch-async", body: formOf(items, fields(options)) }, new Limit({ timeout: 600_000 }));
  }

  /** Submits texts as one batch, each a job of its own. */
  submitTexts(texts: string[], options: SubmissionOptions = {}): Promise<BatchSubmissionBody> {
    const headers = { "Content-Type": "application/x-ndjson" };
    const sent = { path: "/parse-batch-async", headers, body: linesOf(texts, fields(options)) };
    return this.#batch(sent, new Limit({ timeout: 600_000 }));
  }

  /** Waits until no job of a batch is unfinished, and gives its counts. */
  waitBatch(batchId: string, options: WaitOptions = {}): Promise<BatchStatusBody> {
    return this.#batchEnded(batchId, new Limit(options));
  }

  /** Gives what came of each item of a batch, by position, page by page. */
  async *batchResults(batchId: string): AsyncGenerator<ItemResult> {
    let behind = "";
    for (;;) {
      const path = `/batch/${batchId}/results?limit=${AT_ONCE}${behind}`;
      const page = resultsOf(await (await this.#answered("GET", path, new Limit({ timeout: 60_000 }))).text());
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      behind = `&after=${last.position}`;
    }
  }

  /** Submits documents in batches, waits, and gives what came of each, in their order; one that fails is among them. */
  async *parseMany(
    items: (Blob | Item)[], options: SubmissionOptions & WaitOptions & { atOnce?: number } = {},
  ): AsyncGenerator<ItemResult> {
    const atOnce = options.atOnce ?? AT_ONCE;
    const limit = new Limit({ ...options, timeout: options.timeout ?? 3_600_000 });
    const taken: BatchSubmissionBody[] = [];
    for (let first = 0; first < items.length; first += atOnce) {
      const body = formOf(items.slice(first, first + atOnce), fields(options));
      taken.push(await this.#batch({ path: "/parse-batch-async", body }, limit));
    }
    let position = 0;
    for (const batch of taken) {
      await this.#batchEnded(batch.batch_id, limit);
      for await (const result of this.batchResults(batch.batch_id)) yield { ...result, position: position + result.position };
      position += batch.accepted + batch.refused;
    }
  }

  /** Ends the unfinished jobs of a batch, and gives its counts. */
  async cancelBatch(batchId: string): Promise<BatchStatusBody> {
    const answer = await this.#answered("POST", `/batch/${batchId}/cancel`, new Limit({ timeout: 60_000 }));
    return answer.json() as Promise<BatchStatusBody>;
  }

  /** Removes a batch, its jobs, their results and files for good. */
  async deleteBatch(batchId: string): Promise<void> {
    await this.#answered("DELETE", `/batch/${batchId}`, new Limit({ timeout: 60_000 }));
  }

  async #batch(sent: Submitted, limit: Limit): Promise<BatchSubmissionBody> {
    // It is known again by its key: sent twice, it is one batch.
    const headers = { ...sent.headers, "Idempotency-Key": crypto.randomUUID() };
    return (await this.#answered("POST", sent.path, limit, { ...sent, headers })).json() as Promise<BatchSubmissionBody>;
  }

  async #batchEnded(batchId: string, limit: Limit): Promise<BatchStatusBody> {
    for (let looks = 0; ; looks += 1) {
      if (limit.left <= 0) throw new StillProcessingError(batchId);
      if (looks < MAX_STREAMS) {
        const state = await this.#followed(`/batch/${batchId}`, limit);
        if (state?.status === "done") return state;
        if (state !== null) continue;
      }
      const answer = await this.#answered("GET", `/batch/${batchId}?limit=0`, limit);
      const told = (await answer.json()) as BatchStatusBody;
      if (told.status === "done") return told;
      const pause = Math.max(PAUSES[Math.min(looks, PAUSES.length - 1)] ?? AGAIN, retryAfter(answer) ?? 0);
      if (pause > limit.left) throw new StillProcessingError(batchId);
      await limit.sleep(pause);
    }
  }

  async #submitted(request: Submitted, limit: Limit): Promise<string> {
    const answer = await this.#answered("POST", request.path, limit, request, false);
    return ((await answer.json()) as SubmissionBody).job_id;
  }

  async #waited(jobId: string, limit: Limit): Promise<ParsedCV> {
    for (let streams = 0; streams < MAX_STREAMS; streams += 1) {
      if (limit.left <= 0) throw new StillProcessingError(jobId);
      const state = await this.#followed(`/job/${jobId}`, limit);
      if (state === null) break;
      if (state.status !== "processing") return this.#result(jobId, limit);
    }
    return this.#polled(jobId, limit);
  }

  async #followed(path: string, limit: Limit): Promise<StatusBody | BatchStatusBody | null> {
    try {
      const response = await this.#fetch(`${this.#url}${API}${path}/events`, {
        headers: this.#headers, signal: limit.signal,
      });
      if (response.status !== 200 || response.body === null) {
        await response.body?.cancel();
        return null;
      }
      return await lastState(response.body);
    } catch (error) {
      limit.throwIfAborted();
      return null;
    }
  }

  async #polled(jobId: string, limit: Limit): Promise<ParsedCV> {
    for (let looks = 0; ; looks += 1) {
      if (limit.left <= 0) throw new StillProcessingError(jobId);
      const answer = await this.#answered("GET", `/job/${jobId}`, limit);
      if (((await answer.json()) as StatusBody).status !== "processing") return this.#result(jobId, limit);
      const pause = Math.max(PAUSES[Math.min(looks, PAUSES.length - 1)] ?? AGAIN, retryAfter(answer) ?? 0);
      if (pause > limit.left) throw new StillProcessingError(jobId);
      await limit.sleep(pause);
    }
  }

  async #result(jobId: string, limit: Limit): Promise<ParsedCV> {
    const answer = await this.#answered("GET", `/result/${jobId}`, limit);
    if (answer.status === 202) throw new StillProcessingError(jobId);
    return ((await answer.json()) as ResultBody).parsed_data;
  }

  /** The good answer to a request; asks again, while there is time, where the service is away. */
  async #answered(method: string, path: string, limit: Limit, sent: Sent = {}, again = true): Promise<Response> {
    for (;;) {
      let error: Error;
      let pause: number | undefined;
      let mayTry: boolean;
      // Before: Node breaks where a form is sent under a signal that was given before.
      limit.throwIfAborted();
      try {
        const answer = await this.#fetch(`${this.#url}${API}${path}`, {
          method, headers: { ...this.#headers, ...sent.headers }, signal: limit.signal, body: sent.body ?? null,
        });
        if (answer.status < 400) return answer;
        const refused = await errorOf(answer);
        // The same is just being taken in: it was sent before, and its answer got lost.
        const isUnderWay = refused.code === "idempotency_key_in_use";
        [error, pause, mayTry] = [refused, retryAfter(answer), isUnderWay || TRY_AGAIN.has(answer.status)];
      } catch (cause) {
        limit.throwIfAborted();
        // Where nobody knows whether a submission arrived it is not sent again.
        mayTry = again;
        error = new UnavailableError("The service cannot be reached, or broke off its answer.", { code: "unavailable", status: 0 });
        error.cause = cause;
      }
      pause ??= AGAIN;
      if (!mayTry || pause > limit.left) throw error;
      await limit.sleep(pause);
    }
  }
}

interface Sent {
  headers?: Record<string, string>;
  body?: BodyInit;
}

interface Submitted extends Sent {
  path: string;
}

/** So many milliseconds from now on. */
class Limit {
  readonly signal: AbortSignal;
  readonly #until: number;
  readonly #caller: AbortSignal | undefined;

  constructor(options: WaitOptions) {
    const timeout = options.timeout ?? 120_000;
    this.#until = Date.now() + timeout;
    this.#caller = options.signal;
    const own = AbortSignal.timeout(timeout);
    this.signal = options.signal ? AbortSignal.any([own, options.signal]) : own;
  }

  get left(): number {
    return this.#until - Date.now();
  }

  throwIfAborted(): void {
    this.#caller?.throwIfAborted();
  }

  async sleep(milliseconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    this.throwIfAborted();
  }
}

function retryAfter(answer: Response): number | undefined {
  const value = answer.headers.get("retry-after") ?? "";
  return /^\d+$/.test(value) ? Number(value) * 1000 : undefined;
}

function fields(options: SubmissionOptions): [string, string | number | boolean][] {
  const named = {
    user_id: options.userId ?? "client",
    session_id: options.sessionId ?? "client",
    parse_mode: options.mode,
    expires_in: options.expiresIn,
    delete_after_read: options.deleteAfterRead,
    callback_url: options.callbackUrl,
  };
  return Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function fileRequest(file: Blob, options: SubmissionOptions & { name?: string }): Submitted {
  const name = options.name ?? ("name" in file ? String(file.name) : "");
  if (!name) throw new TypeError("Say what the document is called, such as name: 'cv.pdf': its ending says what it is.");
  const form = new FormData();
  for (const [field, value] of fields(options)) form.append(field, String(value));
  form.append("file", file, name);
  return { path: "/parse-file-async", body: form };
}

function textRequest(text: string, options: SubmissionOptions): Submitted {
  const body = JSON.stringify({ ...Object.fromEntries(fields(options)), text });
  return { path: "/parse-text-async", headers: { "Content-Type": "application/json" }, body };
}
