// Does with types that openapi-typescript has made what a program does: submit, follow, result, delete.
import { readFile } from "node:fs/promises";
import createClient from "openapi-fetch";
import type { paths } from "./made.js";

const client = createClient<paths>({ baseUrl: process.env.BASE_URL });

function sure<T>(value: T | undefined, problem: unknown): T {
  if (value === undefined) throw new Error(JSON.stringify(problem));
  return value;
}

const form = new FormData();
form.append("user_id", "user123");
form.append("session_id", "session456");
form.append("file", new Blob([await readFile(process.env.CV!)]), "resume.docx");
const sent = await client.POST("/api/v1/parser/parse-file-async", {
  body: { user_id: "user123", session_id: "session456", file: "" },
  bodySerializer: () => form,
});
const params = { path: { job_id: sure(sent.data, sent.error).job_id } };

const events = await client.GET("/api/v1/parser/job/{job_id}/events", { params, parseAs: "text" });
const told = sure(events.data, events.error).split("\n").filter((line) => line.startsWith("data:"));
const status = await client.GET("/api/v1/parser/job/{job_id}", { params });
const result = await client.GET("/api/v1/parser/result/{job_id}", { params });
// A result that is not there yet is answered with the job's state.
const found = sure(result.data, result.error);
if (!("parsed_data" in found)) throw new Error(found.status);
const deleted = await client.DELETE("/api/v1/parser/job/{job_id}", { params });
const gone = await client.GET("/api/v1/parser/result/{job_id}", { params });
const refused = await client.POST("/api/v1/parser/parse-text-async", {
  body: { user_id: "user123", session_id: "session456", text: " " },
});

console.log(JSON.stringify({
  followed: JSON.parse(told.at(-1)!.slice("data:".length)).status,
  status: sure(status.data, status.error).status,
  profession: found.parsed_data.profile.basics.profession,
  deleted: deleted.response.status,
  gone: gone.error?.code,
  refused: refused.error?.code,
}));
