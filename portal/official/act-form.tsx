import { type ReactNode, useId, useState } from 'react';
import { type Fault, Refused } from '../api/problem';
import { ErrorSummary } from '../form/error-summary';
import { type ActPath, useAct } from '../parts/act';
import { Trouble } from '../parts/states';
import type { Submission } from '../parts/submission';
import { useWords } from '../words';

export interface ActField {
  /** The place in the request that it becomes, as the API names it in a fault. */
  pointer: string;
  label: string;
  kind: 'line' | 'text' | 'number' | 'choice' | 'several';
  options?: { value: string; label: string }[];
  optional?: true;
}

/** One act of an official as a form behind its name; what the API refuses is told at its field. */
export function ActForm({
  submission,
  act,
  name,
  send,
  fields,
  first = {},
  toBody,
  children,
}: {
  submission: Submission;
  act: ActPath;
  name: string;
  send: string;
  fields: ActField[];
  first?: Record<string, string>;
  toBody(values: Record<string, string>): Record<string, unknown>;
  children?: ReactNode;
}) {
  const { t, known } = useWords();
  const id = useId();
  const [values, setValues] = useState(first);
  const [missing, setMissing] = useState<string[]>([]);
  const acting = useAct(submission, () => setValues(first));
  const refused: Fault[] = acting.error instanceof Refused ? acting.error.faults : [];
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
    <details className="fold">
      <summary>{name}</summary>
      {children}
      <ErrorSummary lines={faulty} />
      {acting.isError && faulty.length === 0 ? <Trouble error={acting.error} /> : null}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const empty = fields
            .filter(({ pointer, optional }) => !optional && (values[pointer] ?? '').trim() === '')
            .map(({ pointer }) => pointer);
          setMissing(empty);
          if (empty.length === 0 && !acting.isPending) acting.mutate({ act, body: toBody(values) });
        }}
      >
        {fields.map((field) => (
          <Field
            key={field.pointer}
            id={`${id}${field.pointer}`}
            field={field}
            value={values[field.pointer] ?? ''}
            error={wordsOf(field.pointer)}
            onChange={(value) => setValues((before) => ({ ...before, [field.pointer]: value }))}
          />
        ))}
        <button type="submit" className="button" aria-busy={acting.isPending}>
          {send}
        </button>
      </form>
    </details>
  );
}

function Field({
  id,
  field,
  value,
  error,
  onChange,
}: {
  id: string;
  field: ActField;
  value: string;
  error: string | undefined;
  onChange(value: string): void;
}) {
  const { t } = useWords();
  const common = {
    id,
    className: 'input',
    value,
    'aria-required': field.optional ? undefined : true,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': error === undefined ? undefined : `${id}-error`,
  };
  const name = (
    <>
      {field.label}
      {field.optional ? <span className="optional"> {t('form.optional')}</span> : null}
    </>
  );
  const fault =
    error === undefined ? null : (
      <p className="field-error" id={`${id}-error`}>
        {error}
      </p>
    );
  if (field.kind === 'several')
    return (
      <fieldset className={error === undefined ? 'field' : 'field field-faulty'} id={id} tabIndex={-1}>
        <legend>{name}</legend>
        {fault}
        <Several options={field.options ?? []} value={value} onChange={onChange} />
      </fieldset>
    );
  return (
    <div className={error === undefined ? 'field' : 'field field-faulty'}>
      <label htmlFor={id}>{name}</label>
      {fault}
      {field.kind === 'choice' ? (
        <select {...common} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('form.choose')}</option>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : field.kind === 'text' ? (
        <textarea {...common} rows={5} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...common}
          inputMode={field.kind === 'number' ? 'numeric' : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}

/** The chosen ones are kept as lines of one text. */
function Several({
  options,
  value,
  onChange,
}: {
  options: { value: string; label: string }[];
  value: string;
  onChange(value: string): void;
}) {
  const chosen = value.split('\n').filter((one) => one !== '');
  return (
    <div className="choices">
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(option.value)}
            onChange={(event) =>
              onChange(
                (event.target.checked
                  ? [...chosen, option.value]
                  : chosen.filter((one) => one !== option.value)
                ).join('\n'),
              )
            }
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
