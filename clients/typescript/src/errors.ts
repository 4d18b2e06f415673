import type { FieldProblem, ProblemBody } from "./types.ts";

/** What the service refuses, or why a job failed. Branch on `code`. */
export class CVParserError extends Error {
  /** Of the problem, or of what ended the job: stable. */
  readonly code: string;
  /** Of the answer; 0 where none came. */
  readonly status: number;
  /** Each wrong field of a submission. */
  readonly errors: FieldProblem[];

  constructor(message: string, options: { code: string; status: number; errors?: FieldProblem[] }) {
    super(message);
    this.name = new.target.name;
    this.code = options.code;
    this.status = options.status;
    this.errors = options.errors ?? [];
  }
}

/** The request or the document cannot be used as it is. */
export class InputError extends CVParserError {}
/** The key lets nobody in, or lacks a scope. */
export class AccessDeniedError extends CVParserError {}
/** There is no such job. */
export class JobUnknownError extends CVParserError {}
/** The job was deleted, or its time is over. */
export class JobErasedError extends CVParserError {}
/** The job ended without a result; `code` says why. */
export class JobFailedError extends CVParserError {}
/** The service is away, or has too much to do; the same call may succeed later. */
export class UnavailableError extends CVParserError {}

/** The job did not end in the time that there was. It goes on: `wait` waits for it anew. */
export class StillProcessingError extends Error {
  readonly jobId: string;

  constructor(jobId: string) {
    super(`Job ${jobId} did not end in time; it goes on.`);
    this.name = "StillProcessingError";
    this.jobId = jobId;
  }
}

const BY_STATUS: Record<number, typeof CVParserError> = {
  401: AccessDeniedError, 403: AccessDeniedError, 404: JobUnknownError, 409: JobFailedError, 410: JobErasedError,
  429: UnavailableError, 502: UnavailableError, 503: UnavailableError, 504: UnavailableError,
};

/** The error that an answer stands for. */
export async function errorOf(response: Response): Promise<CVParserError> {
  const problem = (await response.json().catch(() => ({}))) as Partial<ProblemBody>;
  const kind = BY_STATUS[response.status] ?? (response.status < 500 ? InputError : CVParserError);
  return new kind(problem.detail ?? `The service answered ${response.status}.`, {
    code: problem.error_code ?? problem.code ?? "unknown",
    status: response.status,
    errors: problem.errors ?? [],
  });
}
