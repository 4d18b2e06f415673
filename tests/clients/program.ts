// What a user of the TypeScript client does, against the service at BASE_URL; prints what came of each step.
import { readFileSync } from "node:fs";
import { Client, CVParserError, StillProcessingError } from "../../clients/typescript/src/index.ts";

const { BASE_URL, KEYED_URL, KEY, CV } = process.env as Record<string, string>;
const client = new Client({ url: BASE_URL });
const document = new File([readFileSync(CV)], "cv.docx");

/** The code of what is thrown. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => "nothing", (error) => (error instanceof CVParserError ? `${error.name} ${error.code}` : String(error)));
}

/** A service whose events cannot be heard, and which is too busy for the first request. */
const asked: string[] = [];
const deaf: typeof fetch = async (input, init) => {
  const path = new URL(String(input)).pathname.replace(/[0-9a-f-]{36}/, "ID").replace("/api/v1/parser", "");
  asked.push(`${init?.method ?? "GET"} ${path}`);
  if (asked.length === 1) return new Response("{}", { status: 503, headers: { "Retry-After": "0" } });
  return path.endsWith("/events") ? new Response(null, { status: 503 }) : fetch(input, init);
};

const parsed = await client.parse(document);
const text = await client.parseText("Data Engineer at Kestrel Analytics since March 2019.", { mode: "basic" });
const jobId = await client.submit(document, { name: "other.docx", deleteAfterRead: false });
await client.wait(jobId);
const state = await client.job(jobId);
await client.delete(jobId);
const polled = await new Client({ url: BASE_URL, fetch: deaf }).parseText("Data Engineer at Kestrel Analytics since 2019.");
const keyed = new Client({ url: KEYED_URL, key: KEY });
const stuck = await keyed.parseText("Data Engineer since 2019.", { timeout: 300 }).catch((error) => error);

const many: string[] = [];
const broken = { file: new Blob(["%PDF-1.7\nnothing"]), name: "cv.pdf", label: "broken" };
for await (const each of client.parseMany([document, broken, { file: new Blob([]), name: "cv.txt" }], { mode: "basic", atOnce: 2 })) {
  many.push(`${each.position} ${each.item} ${each.result?.cv_language ?? each.error_code}`);
}
const texts = await client.submitTexts(["Data Engineer at Kestrel Analytics since 2019.", ""]);
const counts = await client.waitBatch(texts.batch_id);
await client.deleteBatch(texts.batch_id);

console.log(JSON.stringify({
  many,
  batch: [texts.accepted, texts.refusals[0]?.code, counts.status, counts.success],
  gone: await codeOf(client.waitBatch(texts.batch_id)),
  skills: parsed.profile.basics.skills.length,
  company: text.profile.professional_experiences[0]?.company,
  state: [state.status, state.file_name],
  erased: await codeOf(client.result(jobId)),
  broken: await codeOf(client.parse(new Blob(["%PDF-1.7\nnothing"]), { name: "cv.pdf" })),
  wrong: await client.parseText("x", { userId: "two words" }).catch((error) => error.errors.map((each: { field: string }) => each.field)),
  keyless: await codeOf(new Client({ url: KEYED_URL }).submitText("x")),
  stuck: stuck instanceof StillProcessingError && (await keyed.job(stuck.jobId)).status,
  aborted: await client.parse(document, { signal: AbortSignal.abort() }).catch((error) => error.name),
  nameless: await client.parse(new Blob(["x"])).catch((error) => error.message),
  polled: polled.profile.professional_experiences.length,
  asked: asked.slice(0, 4),
}));
