/** What kind of failure it is; the HTTP status is looked up from it in one place, `api/problem.ts`. */
export type ErrorKind =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'request_timeout'
  | 'method_not_allowed'
  | 'conflict'
  | 'gone'
  | 'precondition_failed'
  | 'precondition_required'
  | 'too_large'
  | 'unsupported_media_type'
  | 'unprocessable'
  | 'too_many_requests'
  | 'request_header_fields_too_large'
  | 'unavailable';

/** One fault in a request: an RFC 6901 pointer into its body (or `#/header/…`), a stable code, words for people. */
export interface Fault {
  pointer: string;
  code: string;
  detail: string;
}

export interface ErrorFacts {
  faults?: Fault[];
  /** Seconds after which trying again makes sense; becomes `Retry-After`. */
  retryAfter?: number;
  /** Further members of the problem document: enums, numbers and ids, never content. */
  members?: Record<string, unknown>;
  cause?: unknown;
}

/** The one error class of the project. `code` is stable and public, `message` is a sentence for people. */
export class GongmunError extends Error {
  readonly faults: Fault[];
  readonly retryAfter: number | undefined;
  readonly members: Record<string, unknown>;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    facts: ErrorFacts = {},
  ) {
    super(message, { cause: facts.cause });
    this.name = 'GongmunError';
    this.faults = facts.faults ?? [];
    this.retryAfter = facts.retryAfter;
    this.members = facts.members ?? {};
  }
}

/** A file is larger than it may be: `file.too_large` (413). */
export function fileTooLarge(maxBytes: number): GongmunError {
  return new GongmunError('too_large', 'file.too_large', `The file is larger than ${maxBytes} bytes.`, {
    members: { maxBytes },
  });
}
