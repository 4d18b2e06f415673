/** How far the time of a message may be from one's own, in milliseconds: older ones may be sent by who overheard them. */
const TOLERANCE = 5 * 60_000;
/** Signatures of a message that are looked at. */
const MOST_SIGNATURES = 16;

/** A call that is not known to be the service's: answer it with 400, and do nothing. */
export class WebhookSignatureError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WebhookSignatureError";
  }
}

/** What a webhook is told. */
export interface WebhookEvent {
  /** The same at each try, also after a replay: who has done what is to be done answers 204 and does nothing. */
  id: string;
  /** `job.completed`, `job.failed` or `job.cancelled`; a later version may have more. */
  type: string;
  /** When it happened: UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  timestamp: string;
  jobId: string;
  status: "success" | "failed";
  /** Why the job failed. */
  errorCode: string | null;
}

/**
 * Gives what a call says, or throws a `WebhookSignatureError`. `body` is the body as it came, byte for byte: JSON that was
 * read and written again has another signature. `secret` is as the service showed it: `whsec_...`.
 */
export async function verifyWebhook(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Headers | Record<string, string | string[] | undefined>,
  secret: string,
  options: { tolerance?: number } = {},
): Promise<WebhookEvent> {
  const key = await keyOf(secret);
  const id = headerOf(headers, "webhook-id");
  const at = headerOf(headers, "webhook-timestamp");
  if (!id || !/^\d{1,12}$/.test(at)) {
    throw new WebhookSignatureError("The headers webhook-id and webhook-timestamp are missing or not valid.");
  }
  if (Math.abs(Date.now() - Number(at) * 1000) > (options.tolerance ?? TOLERANCE)) {
    throw new WebhookSignatureError("The message is too old, or from the future: look at this machine's clock.");
  }
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const head = new TextEncoder().encode(`${id}.${at}.`);
  const signed = new Uint8Array(head.length + bytes.length);
  signed.set(head);
  signed.set(bytes, head.length);
  let isKnown = false;
  for (const signature of signaturesOf(headerOf(headers, "webhook-signature"))) {
    // WebCrypto compares in constant time.
    isKnown = (await crypto.subtle.verify("HMAC", key, signature, signed)) || isKnown;
  }
  if (!isKnown) throw new WebhookSignatureError("No signature of the message is this secret's.");
  const said = JSON.parse(new TextDecoder().decode(bytes));
  return {
    id,
    type: said.type,
    timestamp: said.timestamp,
    jobId: said.data.job_id,
    status: said.data.status,
    errorCode: said.data.error_code ?? null,
  };
}

function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = bytesOf(secret.replace(/^whsec_/, ""));
  if (!bytes?.length) throw new TypeError("The secret must be as the service showed it: whsec_ and base64.");
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

function signaturesOf(header: string): Uint8Array<ArrayBuffer>[] {
  return header
    .split(" ")
    .slice(0, MOST_SIGNATURES)
    .filter((each) => each.startsWith("v1,"))
    .flatMap((each) => bytesOf(each.slice(3)) ?? []);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

function headerOf(headers: Headers | Record<string, string | string[] | undefined>, name: string): string {
  if (headers instanceof Headers) return headers.get(name) ?? "";
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name) return Array.isArray(value) ? value.join(" ") : (value ?? "");
  }
  return "";
}
