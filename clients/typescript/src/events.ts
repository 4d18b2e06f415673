import type { BatchStatusBody, StatusBody } from "./types.ts";

/** Reads server-sent events up to the end of a job or a batch; gives its last status, or null where none was told. */
export async function lastState(body: ReadableStream<Uint8Array>): Promise<StatusBody | BatchStatusBody | null> {
  let state: StatusBody | BatchStatusBody | null = null;
  for await (const [event, data] of events(body)) {
    // A problem is thrown by who asks for the job or its result, which are answered with the same.
    if (event !== "status" && event !== "batch") return null;
    state = JSON.parse(data) as StatusBody | BatchStatusBody;
    if (state.status !== "processing" && state.status !== "receiving") break;
  }
  return state;
}

async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<[string, string]> {
  let event = "";
  let data = "";
  for await (const line of lines(body)) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    else if (line.startsWith("data:")) data += line.slice(5).trim();
    else if (line === "" && data) {
      yield [event, data];
      event = data = "";
    }
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
      rest = parts.pop() ?? "";
      yield* parts;
    }
  } finally {
    void drained(reader);
  }
}

/** Reads on to the end, which follows the last event: Node breaks where a stream is cancelled that is just ending. */
async function drained(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The connection broke, or the time was over: nobody listens any more.
  }
}
