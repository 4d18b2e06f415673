// What a receiver in TypeScript makes of the calls that come on stdin, one a line; prints what came of each.
import { readFileSync } from "node:fs";
import { verifyWebhook } from "../../clients/typescript/src/index.ts";

const calls = readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const told = [];
for (const { body, headers, secret } of calls) {
  told.push(await verifyWebhook(body, headers, secret).then((event) => event.jobId, (error) => error.name));
}
const { body, headers, secret } = calls[0];
told.push((await verifyWebhook(new TextEncoder().encode(body), new Headers(headers), secret)).type);
console.log(JSON.stringify(told));
