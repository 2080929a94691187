import { type ReactNode, useId } from 'react';
import { type Fault, Refused } from '../api/problem';
import { useWords } from '../words';

/** What the API said of a place in what was sent, by its pointer, in the person's words. */
export function useFieldFaults(error: unknown): (pointer: string) => string | undefined {
  const { t, known } = useWords();
  const faults: Fault[] = error instanceof Refused ? error.faults : [];
  return (pointer) => {
    const fault = faults.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
    if (fault === undefined) return undefined;
    const key = [`fault.${fault.code}`, `problem.${fault.code}`].find(known);
    return t(key ?? 'fault.other');
  };
}

/** A label, a hint and a fault around one input, tied to it for whoever does not see them. */
function Labelled({
  label,
  hint,
  fault,
  optional,
  children,
}: {
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
  optional?: true | undefined;
  children(id: string, described: { 'aria-describedby'?: string; 'aria-invalid'?: true }): ReactNode;
}) {
  const { t } = useWords();
  const id = useId();
  const by = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`]
    .filter((part) => part !== '')
    .join(' ');
  return (
    <div className={fault === undefined ? 'field' : 'field field-faulty'}>
      <label htmlFor={id}>
        {label}
        {optional ? <span className="optional"> {t('form.optional')}</span> : null}
      </label>
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault === undefined ? null : (
        <p className="field-error" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {children(id, {
        ...(by === '' ? {} : { 'aria-describedby': by }),
        ...(fault === undefined ? {} : { 'aria-invalid': true as const }),
      })}
    </div>
  );
}

export function TextField({
  label,
  hint,
  fault,
  optional,
  value,
  onChange,
  type = 'text',
  maxLength,
}: {
  label: string;
  hint?: string;
  fault?: string | undefined;
  optional?: true;
  value: string;
  onChange(value: string): void;
  type?: 'text' | 'email' | 'date' | 'url';
  maxLength?: number;
}) {
  return (
    <Labelled label={label} hint={hint} fault={fault} optional={optional}>
      {(id, described) => (
        <input
          id={id}
          className="input"
          type={type}
          required={optional !== true}
          value={value}
          maxLength={maxLength}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          {...described}
        />
      )}
    </Labelled>
  );
}

export function PickField({
  label,
  hint,
  fault,
  value,
  options,
  onChange,
}: {
  label: string;
  hint?: string;
  fault?: string | undefined;
  value: string;
  options: { value: string; label: string }[];
  onChange(value: string): void;
}) {
  return (
    <Labelled label={label} hint={hint} fault={fault}>
      {(id, described) => (
        <select
          id={id}
          className="input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...described}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

export function CheckList<Value extends string>({
  legend,
  values,
  chosen,
  words,
  onChange,
}: {
  legend: string;
  values: readonly Value[];
  chosen: readonly Value[];
  words(value: Value): string;
  onChange(chosen: Value[]): void;
}) {
  return (
    <fieldset className="field">
      <legend>{legend}</legend>
      <div className="choices">
        {values.map((value) => (
          <label key={value} className="choice">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ target }) =>
                onChange(values.filter((one) => (one === value ? target.checked : chosen.includes(one))))
              }
            />
            {words(value)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
