// Written by scripts/generate_types.py from the OpenAPI document. Do not edit.

/** One award. */
export interface Award {
  year: number | null;
  title: string;
  description: string | null;
}

/** What holds for the person's whole working life. */
export interface Basics {
  profession: string | null;
  total_experience_in_years: number | null;
  summary: string | null;
  has_driving_license: boolean | null;
  skills: string[];
}

/** A batch as it stands, with a page of its items. */
export interface BatchBody {
  /** A batch's id. */
  batch_id: string;
  status: BatchStatus;
  /** Whether all of it came. Where it did not, what came goes on; send it again under its key. */
  is_whole: boolean;
  /** Items that came. */
  total: number;
  processing: number;
  success: number;
  failed: number;
  refused: number;
  /** Items whose job was deleted, or whose time was over. */
  erased: number;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  created_at: string;
  finished_at: string | null;
  /** When the batch is forgotten. */
  expires_at: string | null;
  items: BatchItemBody[];
  /** What to ask for as `after` to get more; null where there is none. */
  next: number | null;
}

/** An item of a batch as it stands. */
export interface BatchItemBody {
  position: number;
  /** Your own name for the item, of the same letters as `user_id`, and nobody's name. */
  item: string | null;
  /** Null where it was refused. */
  job_id: string | null;
  status: ItemStatus;
  file_name: string | null;
  /** Why it was refused, or its job failed. */
  error_code: string | null;
}

/** A line of the results of a batch. */
export interface BatchResultBody {
  position: number;
  /** Your own name for the item, of the same letters as `user_id`, and nobody's name. */
  item: string | null;
  /** Null where it was refused. */
  job_id: string | null;
  status: ItemStatus;
  file_name: string | null;
  /** Why it was refused, or its job failed. */
  error_code: string | null;
  /** As of its job; null unless that ended in success. */
  result: ResultBody | null;
}

/** How far a batch is. */
export type BatchStatus = "receiving" | "processing" | "done";

/** A batch as it stands. */
export interface BatchStatusBody {
  /** A batch's id. */
  batch_id: string;
  status: BatchStatus;
  /** Whether all of it came. Where it did not, what came goes on; send it again under its key. */
  is_whole: boolean;
  /** Items that came. */
  total: number;
  processing: number;
  success: number;
  failed: number;
  refused: number;
  /** Items whose job was deleted, or whose time was over. */
  erased: number;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  created_at: string;
  finished_at: string | null;
  /** When the batch is forgotten. */
  expires_at: string | null;
}

/** The answer to a batch. */
export interface BatchSubmissionBody {
  /** A batch's id. */
  batch_id: string;
  /** Items that are jobs. */
  accepted: number;
  /** Items that were not taken in. */
  refused: number;
  /** The first 100 of them; all are among the batch's items. */
  refusals: RefusedItemBody[];
  message: string;
}

/** One training or certificate. */
export interface Certification {
  year: number | null;
  issuing_organization: string | null;
  description: string;
}

/** What a webhook was or is to be told of one job's end. */
export interface DeliveryBody {
  /** The `webhook-id` that the receiver is sent, the same at each try. */
  id: string;
  /** A job's id. */
  job_id: string;
  type: EventType;
  state: DeliveryState;
  /** Calls, the one under way included. */
  tries: number;
  /** Of the last: the status, or what was in its way; null before it has ended. */
  outcome: string | null;
  /** When the job ended. */
  ended_at: string;
  /** When the last call ended. */
  tried_at: string | null;
  /** Null where there is none. */
  next_try_at: string | null;
}

/** Deliveries, the newest first. */
export interface DeliveryListBody {
  deliveries: DeliveryBody[];
  /** For `after` of the next page; null at the last. */
  next: string | null;
}

/** What has become of a delivery. */
export type DeliveryState = "pending" | "delivered" | "dead";

/** How to draw the pages from the text alone; no width or gap tells what was taken out. */
export interface DrawingBody {
  pages: DrawnPageBody[];
  words: DrawnWordBody[];
}

/** A page, in points (1/72 inch). */
export interface DrawnPageBody {
  width: number;
  height: number;
}

/** A word or a placeholder, in points from the head of its page, left and downwards. */
export interface DrawnWordBody {
  /** Where it stands in `text`, in Unicode code points. */
  start: number;
  /** Where it ends. */
  end: number;
  /** Counted from 0. */
  page: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** One school. */
export interface Education {
  issuing_organization: string | null;
  degree: string | null;
  field_of_study: string | null;
  start_date: YearMonth | null;
  end_date: YearMonth | null;
  is_current: boolean;
  description: string | null;
}

/** What a request to erase a user has removed. All counts are of this request. */
export interface ErasureBody {
  /** `erasing`: something is left, ask again. */
  status: "erased" | "erasing";
  /** Jobs. */
  jobs: number;
  /** Stored documents. */
  files: number;
  /** Results. */
  results: number;
  /** What unfinished jobs had kept for their next try. */
  checkpoints: number;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  at: string;
}

/** How a job ended. */
export type EventType = "job.completed" | "job.failed" | "job.cancelled";

/** One job. */
export interface Experience {
  title: string | null;
  company: string | null;
  location: string | null;
  start_date: YearMonth | null;
  end_date: YearMonth | null;
  is_current: boolean;
  duration_in_months: number | null;
  description: string | null;
}

/** One wrong field. */
export interface FieldProblem {
  /** Its name. */
  field: string;
  /** Stable. */
  code: string;
  /** What it must be. */
  message: string;
}

/** How well a language is spoken: the Common European Framework of Reference, or native. */
export type Fluency = "A1" | "A2" | "B1" | "B2" | "C1" | "C2" | "native";

/** Whether the process answers. */
export interface HealthBody {
  status: "live";
}

/** What became of an item. */
export type ItemStatus = "processing" | "success" | "failed" | "refused" | "erased";

/** Jobs, newest first. */
export interface JobListBody {
  jobs: ListedJobBody[];
}

/** What the world sees of a job. */
export type JobStatus = "processing" | "success" | "failed";

/** One spoken language. */
export interface LanguageSkill {
  name: string;
  iso_code: string | null;
  fluency: Fluency | null;
}

/** A job in a list, with the code of what ended it. */
export interface ListedJobBody {
  /** A job's id. */
  job_id: string;
  status: JobStatus;
  /** Your name for the person who submits. */
  user_id: string;
  /** Your name for the session. */
  session_id: string;
  file_name: string | null;
  cv_language: string | null;
  processing_time_seconds: number | null;
  /** Why the job failed, and what to do. */
  error_message: string | null;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  created_at: string;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  updated_at: string;
  /** When the job, its result and its file are erased. */
  expires_at: string | null;
  error_code: string | null;
}

/** An objection. */
export interface ObjectionBody {
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  objected_at: string;
}

/** A job in a list of all owners'. */
export interface OperatorJobBody {
  /** A job's id. */
  job_id: string;
  status: JobStatus;
  /** Your name for the person who submits. */
  user_id: string;
  /** Your name for the session. */
  session_id: string;
  file_name: string | null;
  cv_language: string | null;
  processing_time_seconds: number | null;
  /** Why the job failed, and what to do. */
  error_message: string | null;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  created_at: string;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  updated_at: string;
  /** When the job, its result and its file are erased. */
  expires_at: string | null;
  error_code: string | null;
  /** Whose it is. */
  owner: string;
}

/** Jobs of all owners, newest first. */
export interface OperatorJobListBody {
  jobs: OperatorJobBody[];
}

/** How a profile came about: names and counts, never values. */
export interface ParseMeta {
  parser: string;
  warnings: WarningCode[];
  withheld: Record<string, number>;
}

/** What a parse gives: `parsed_data` on the wire. */
export interface ParsedCV {
  profile: Profile;
  cv_language: string | null;
  meta: ParseMeta;
}

/** What went wrong: RFC 9457 problem details. */
export interface ProblemBody {
  /** A page that explains the problem, for a browser and for programs. */
  type: string;
  /** What the status is called. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** What to do. */
  detail: string;
  /** Stable; branch on it. */
  code: string;
  /** Each wrong field. */
  errors?: FieldProblem[] | null;
  /** Why a job failed. */
  error_code?: string | null;
}

/** A professional profile. Lists are newest first. */
export interface Profile {
  basics: Basics;
  professional_experiences: Experience[];
  education: Education[];
  languages: LanguageSkill[];
  trainings_and_certifications: Certification[];
  awards: Award[];
  projects: Project[];
}

/** One project. */
export interface Project {
  title: string;
  description: string | null;
  start_date: YearMonth | null;
  end_date: YearMonth | null;
}

/** Whether submissions can be taken, and whether anybody works on them. */
export interface ReadinessBody {
  status: "ready";
  /** Whether a worker of another process is alive; left out where jobs are worked on in this one. */
  workers?: "alive" | "none" | null;
}

/** A text without its personal data: what a parser is given. */
export interface RedactionBody {
  /** With a placeholder for what was taken out. */
  text: string;
  /** How often each category was taken out. */
  categories: Record<string, number>;
  /** Where, in order. */
  withheld: WithheldBody[];
  /** As in `meta.warnings` of a result. */
  warnings: string[];
  /** How its pages are drawn; null where that was not asked for, or there is no layout. */
  drawing?: DrawingBody | null;
}

/** An item that was not taken in. */
export interface RefusedItemBody {
  /** From 0 on, in the order in which items were sent. */
  position: number;
  /** Your own name for the item, of the same letters as `user_id`, and nobody's name. */
  item: string | null;
  /** Stable: that of the problem it would have been answered with alone. */
  code: string;
}

/** What is tried again. */
export interface ReplayBody {
  /** Deliveries that were dead. */
  replayed: number;
}

/** A job that ended in success, with its result. */
export interface ResultBody {
  /** A job's id. */
  id: string;
  /** Your name for the person who submits. */
  user_id: string;
  /** Your name for the session. */
  session_id: string;
  /** Where the file is kept; null for text. */
  stored_file_path: string | null;
  parsed_data: ParsedCV;
  cv_language: string | null;
  file_name: string | null;
  processing_time_seconds: number | null;
  status: JobStatus;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  created_at: string;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  updated_at: string;
}

/** How jobs fare. */
export interface StatsBody {
  /** As asked for. */
  window_seconds: number;
  /** Jobs that came within the window, by what they are now. */
  status_distribution: Record<string, number>;
  /** Of those that succeeded. */
  average_processing_time_seconds: number | null;
  /** Share of the ended ones that failed. */
  failed_rate: number | null;
  /** Whenever they came. */
  unfinished_jobs: number;
  /** Of the one that waits longest. */
  oldest_unfinished_seconds: number;
  /** Ids that wait for a worker; null while the queue is away, and where others' ids wait too. */
  queue_depth: number | null;
}

/** A job as it stands; what is not known yet is null. */
export interface StatusBody {
  /** A job's id. */
  job_id: string;
  status: JobStatus;
  /** Your name for the person who submits. */
  user_id: string;
  /** Your name for the session. */
  session_id: string;
  file_name: string | null;
  cv_language: string | null;
  processing_time_seconds: number | null;
  /** Why the job failed, and what to do. */
  error_message: string | null;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  created_at: string;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  updated_at: string;
  /** When the job, its result and its file are erased. */
  expires_at: string | null;
}

/** Jobs that came in a part of a window, by what they are now. */
export interface StepBody {
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  since: string;
  processing: number;
  success: number;
  failed: number;
}

/** The answer to a submission. */
export interface SubmissionBody {
  /** A job's id. */
  job_id: string;
  status: JobStatus;
  message: string;
}

/** What lets a browser follow a job once. */
export interface TicketBody {
  /** For the query of an event stream or a WebSocket: `?ticket=...`. */
  ticket: string;
  /** Seconds in which it can be used, once. */
  expires_in: number;
}

/** How jobs came and ended. */
export interface TrendsBody {
  window_seconds: number;
  step_seconds: number;
  /** The window in equal parts, oldest first. */
  steps: StepBody[];
  /** Of those that succeeded, by the nearest rank. */
  p95_processing_time_seconds: number | null;
  /** At most 10, most first. */
  failed_codes: Record<string, number>;
}

/** What answers here. */
export interface VersionBody {
  name: "cvparser";
  /** Of the program: PEP 440. */
  version: string;
  /** Of the API; it stands in the addresses. */
  api: "v1";
}

/** What the reader of a profile should know. */
export type WarningCode = "hidden_text" | "active_content" | "read_by_ocr" | "ocr_unsure" | "pictures_not_read" | "several_cvs" | "header_withheld" | "leak_check_withheld" | "answer_trimmed" | "ungrounded_dropped" | "instructions_ignored" | "nothing_recognised";

/** An address that is called when jobs end. */
export interface WebhookBody {
  /** The webhook's id; `callbacks` for that of `callback_url`. */
  id: string;
  /** Null for the one of `callback_url`. */
  url: string | null;
  events: EventType[];
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  created_at: string;
  /** When its receiver answered 410; null while it is called. */
  ended_at: string | null;
}

/** Which job, and how it ended. */
export interface WebhookDataBody {
  /** A job's id. */
  job_id: string;
  status: "success" | "failed";
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  ended_at: string;
  links: WebhookLinksBody;
  /** Of what ended it; left out after a success. */
  error_code?: string | null;
}

/** Where the job and its result are: paths on the service. */
export interface WebhookLinksBody {
  job: string;
  /** Left out where there is none. */
  result?: string | null;
}

/** Webhooks, the oldest first. */
export interface WebhookListBody {
  webhooks: WebhookBody[];
}

/** What a receiver of webhooks is sent: never anything of a CV. */
export interface WebhookMessageBody {
  type: EventType;
  /** When the job ended. */
  timestamp: string;
  data: WebhookDataBody;
}

/** A webhook with the secret that signs from now on. It is shown this once. */
export interface WebhookSecretBody {
  /** The webhook's id; `callbacks` for that of `callback_url`. */
  id: string;
  /** Null for the one of `callback_url`. */
  url: string | null;
  events: EventType[];
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  created_at: string;
  /** When its receiver answered 410; null while it is called. */
  ended_at: string | null;
  /** Standard Webhooks' form. */
  secret: string;
}

/** A place where something was taken out; never what it was. */
export interface WithheldBody {
  /** As in `withheld` of a result. */
  category: string;
  /** Where its placeholder stands in `text`, in Unicode code points. */
  start: number;
  /** Where its placeholder ends. */
  end: number;
}

/** A month, or a year whose month the CV does not say. */
export interface YearMonth {
  year: number;
  month: number | null;
}

/** Codes of problems and of failed jobs; a later service may have more. */
export type Code =
  | "access_denied"
  | "answer_empty"
  | "answer_filtered"
  | "answer_foreign"
  | "answer_not_json"
  | "answer_refused"
  | "answer_says_nothing"
  | "answer_schema"
  | "answer_too_large"
  | "answer_truncated"
  | "answer_ungrounded"
  | "answer_unusable"
  | "archive_not_supported"
  | "archive_too_many_entries"
  | "audit_unavailable"
  | "batch_archive_invalid"
  | "batch_empty"
  | "batch_erased"
  | "batch_too_large"
  | "batch_unknown"
  | "cancelled"
  | "configuration_invalid"
  | "decompression_limit"
  | "document_corrupt"
  | "document_invalid"
  | "docx_corrupt"
  | "docx_too_complex"
  | "encoding_not_supported"
  | "encryption_key_missing"
  | "encryption_key_wrong"
  | "endpoint_gone"
  | "extraction_crashed"
  | "extraction_failed"
  | "extraction_timeout"
  | "fenced_out"
  | "field_encoding"
  | "field_invalid"
  | "file_empty"
  | "file_encrypted"
  | "file_gone"
  | "file_missing"
  | "file_name_taken"
  | "file_too_large"
  | "host_not_allowed"
  | "idempotency_key_in_use"
  | "idempotency_key_invalid"
  | "idempotency_key_reused"
  | "input_invalid"
  | "internal_error"
  | "job_crashed"
  | "job_deadline"
  | "job_erased"
  | "job_error"
  | "job_expired"
  | "job_failed"
  | "job_not_ended"
  | "job_unknown"
  | "json_invalid"
  | "key_expired"
  | "key_in_url"
  | "key_missing"
  | "key_repeated"
  | "key_revoked"
  | "key_unknown"
  | "key_wrong"
  | "legacy_doc_not_supported"
  | "length_mismatch"
  | "macro_not_allowed"
  | "media_type_not_supported"
  | "model_access_denied"
  | "model_away"
  | "model_busy"
  | "model_calls_spent"
  | "model_context_exceeded"
  | "model_endpoint_unknown"
  | "model_failing"
  | "model_key_rejected"
  | "model_quota_exhausted"
  | "model_rate_limited"
  | "model_refuses"
  | "model_request_rejected"
  | "model_timeout"
  | "model_unknown"
  | "model_unreachable"
  | "multipart_invalid"
  | "multipart_limit"
  | "no_text_layer"
  | "not_started"
  | "origin_not_allowed"
  | "overloaded"
  | "parse_mode_invalid"
  | "parsing_failed"
  | "pdf_corrupt"
  | "pdf_dynamic_form"
  | "pdf_portfolio"
  | "personal_data_left"
  | "processing_objected"
  | "queue_unavailable"
  | "rate_limited"
  | "request_timeout"
  | "scope_missing"
  | "storage_unavailable"
  | "stored_data_tampered"
  | "text_empty"
  | "text_invalid"
  | "text_not_decodable"
  | "text_too_long"
  | "text_unreadable"
  | "this_machine_only"
  | "ticket_wrong"
  | "token_wrong"
  | "too_busy"
  | "too_complex"
  | "too_many_at_once"
  | "too_many_files"
  | "too_many_pages"
  | "too_many_webhooks"
  | "too_many_wrong_keys"
  | "type_ambiguous"
  | "type_mismatch"
  | "type_not_allowed"
  | "unavailable"
  | "upgrade_required"
  | "webhook_delivery_unknown"
  | "webhook_unknown"
  | "webhook_url_invalid"
  | "webhooks_off"
  | "xml_forbidden";
