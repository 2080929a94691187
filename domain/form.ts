import type { Words } from './words';

/** ISO 8601 duration (`PT3H`, `P7D`, `P2W`, `P1M`, `P1Y`) and how it is counted; see `domain/deadlines.ts`. */
export interface Period {
  duration: string;
  rule: 'kr' | 'calendar';
}

/** Who receives what is sent on a form. */
export type RoutingRule =
  | { kind: 'fixed'; office: string }
  /** `pointer` is an RFC 6901 pointer into the answers; its value is looked up in `offices`. */
  | { kind: 'by_field'; pointer: string; offices: Record<string, string>; otherwise?: string }
  /** The party chooses among these offices. */
  | { kind: 'chosen'; offices: string[] };

/** One kind of file that goes with the form. `types` are media types found by content, never by name. */
export interface AttachmentRule {
  name: string;
  title: Words;
  required: boolean;
  maxCount: number;
  maxBytes: number;
  types: string[];
}

/** How long the record is kept (Public Records Management Act, Enforcement Decree art. 26). */
export interface Retention {
  class: 'permanent' | 'semi_permanent' | 'years';
  years?: number;
}

/** A standard form as it is published: immutable per version. */
export interface FormDefinition {
  id: string;
  office: string;
  title: Words;
  description: Words;
  legalBasis: Words;
  schema: Record<string, unknown>;
  uiSchema: Record<string, unknown>;
  period: Period;
  retention: Retention;
  routing: RoutingRule;
  attachments: AttachmentRule[];
  /** RFC 6901 pointers to answers by which an office finds a submission on its desk; with all that is under them. */
  searchable?: string[];
  /** One answer document that is valid against `schema`; the forms that ship all have one. */
  example?: unknown;
}
