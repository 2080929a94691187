import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import type { Words } from '../parts/words-of';
import type { AttachmentRule } from './attachment-rule';
import type { Schema } from './schema';
import type { FormHints } from './ui-schema';

/** A published form as `GET /v1/forms/{id}` gives it (domain/form.ts). */
export interface FormDefinition {
  id: string;
  office: string;
  title: Words;
  description: Words;
  legalBasis: Words;
  schema: Schema;
  uiSchema: FormHints;
  period: { duration: string; rule: string };
  routing:
    | { kind: 'fixed'; office: string }
    | { kind: 'by_field'; offices: Record<string, string>; otherwise?: string }
    | { kind: 'chosen'; offices: string[] };
  attachments: AttachmentRule[];
}

export interface PublishedForm {
  form: string;
  version: number;
  inForce: boolean;
  /** The offices that take it so far; null is all. */
  openFor: string[] | null;
  definition: FormDefinition;
}

/** A form as it is now, or as it was when somebody began to fill it in; a letter has none (''). */
export function useForm(id: string, version?: number) {
  return useQuery({
    queryKey: ['form', id, version ?? 'current'],
    queryFn: async (): Promise<PublishedForm> => {
      const found = await ask(
        version === undefined
          ? api.GET('/v1/forms/{id}', { params: { path: { id } } })
          : api.GET('/v1/forms/{id}/versions/{version}', { params: { path: { id, version } } }),
      );
      return { ...found, definition: found.definition as unknown as FormDefinition };
    },
    enabled: id !== '',
    staleTime: 300_000,
  });
}
