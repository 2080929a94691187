import { type ReactNode, useId, useState } from 'react';
import { type Fault, Refused } from '../api/problem';
import { emptyDraft, useDraft } from '../form/draft';
import { ErrorSummary } from '../form/error-summary';
import { Trouble } from '../parts/states';
import { useWords } from '../words';
import { type ActField, Field } from './act-field';

export type Values = Record<string, string>;

/**
 * Questions and a button; what is missing is told before it is sent, what the API refuses at its field. What was written
 * is a draft of that name: whoever is told that it was sent forgets it.
 */
export function FieldForm({
  name,
  fields,
  first = {},
  send,
  sending,
  error,
  onSend,
  beside,
}: {
  name: string;
  fields: ActField[];
  first?: Values;
  send: string;
  sending: boolean;
  error: unknown;
  onSend(values: Values): void;
  /** What goes between the questions and the button. */
  beside?: (values: Values) => ReactNode;
}) {
  const { t, known } = useWords();
  const id = useId();
  const [draft, change] = useDraft(name, () => emptyDraft(0, first));
  const values = draft.answers as Values;
  const [missing, setMissing] = useState<string[]>([]);
  const refused: Fault[] = error instanceof Refused ? error.faults : [];
  const wordsOf = (pointer: string): string | undefined => {
    if (missing.includes(pointer)) return t('fault.answer.required');
    const fault = refused.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
    if (fault === undefined) return undefined;
    return known(`fault.${fault.code}`) ? t(`fault.${fault.code}`) : t('fault.other');
  };
  const faulty = fields.flatMap(({ pointer, label }) => {
    const words = wordsOf(pointer);
    return words === undefined ? [] : [{ target: `${id}${pointer}`, label, words }];
  });
  return (
    <>
      <ErrorSummary lines={faulty} />
      {error != null && faulty.length === 0 ? <Trouble error={error} /> : null}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const empty = fields
            .filter(({ pointer, optional }) => !optional && (values[pointer] ?? '').trim() === '')
            .map(({ pointer }) => pointer);
          setMissing(empty);
          if (empty.length === 0 && !sending) onSend(values);
        }}
      >
        {fields.map((field) => (
          <Field
            key={field.pointer}
            id={`${id}${field.pointer}`}
            field={field}
            value={values[field.pointer] ?? ''}
            error={wordsOf(field.pointer)}
            onChange={(value) =>
              change((before) => ({
                ...before,
                answers: { ...(before.answers as Values), [field.pointer]: value },
              }))
            }
          />
        ))}
        {beside?.(values)}
        <button type="submit" className="button" aria-busy={sending}>
          {send}
        </button>
      </form>
    </>
  );
}

export const textOf = (values: Values, pointer: string): string => (values[pointer] ?? '').trim();

/** A member of the request only where something was written. */
export const given = (values: Values, name: string): Record<string, string> =>
  textOf(values, `/${name}`) === '' ? {} : { [name]: textOf(values, `/${name}`) };
