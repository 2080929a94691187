import { useWords } from '../words';
import { OfficeSearch } from './office-search';
import { PeopleInOrder } from './people-in-order';

export interface Option {
  value: string;
  label: string;
}

export interface ActField {
  /** The place in the request that it becomes, as the API names it in a fault. */
  pointer: string;
  label: string;
  /** `people` and `several` are kept as lines of one text. */
  kind: 'line' | 'text' | 'number' | 'date' | 'moment' | 'choice' | 'several' | 'people' | 'office';
  options?: Option[];
  optional?: true;
  hint?: string;
  /** Of a text: how tall it is. */
  rows?: number;
}

interface FieldProps {
  id: string;
  field: ActField;
  value: string;
  error: string | undefined;
  onChange(value: string): void;
}

export const linesOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** One question of a form of an official, with its hint and its fault. */
export function Field({ id, field, value, error, onChange }: FieldProps) {
  const { t } = useWords();
  const { kind, hint, optional } = field;
  const name = (
    <>
      {field.label}
      {optional ? <span className="optional"> {t('form.optional')}</span> : null}
    </>
  );
  const beside = (
    <>
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </>
  );
  const className = error === undefined ? 'field' : 'field field-faulty';
  if (kind === 'several' || kind === 'people' || kind === 'office')
    return (
      <fieldset className={className} id={id} tabIndex={-1}>
        <legend>{name}</legend>
        {beside}
        {kind === 'several' ? (
          <Several options={field.options ?? []} value={value} onChange={onChange} />
        ) : kind === 'people' ? (
          <PeopleInOrder
            options={field.options ?? []}
            chosen={linesOf(value)}
            onChange={(people) => onChange(people.join('\n'))}
          />
        ) : (
          <OfficeSearch without={field.options ?? []} value={value} onChange={onChange} />
        )}
      </fieldset>
    );
  return (
    <div className={className}>
      <label htmlFor={id}>{name}</label>
      {beside}
      <Control id={id} field={field} value={value} error={error} onChange={onChange} />
    </div>
  );
}

const INPUTS: Partial<Record<ActField['kind'], string>> = { date: 'date', moment: 'datetime-local' };

function Control({ id, field, value, error, onChange }: FieldProps) {
  const { t } = useWords();
  const { kind, hint, optional } = field;
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ];
  const common = {
    id,
    className: kind === 'number' ? 'input input-number' : 'input',
    value,
    'aria-required': optional ? undefined : true,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': described.length === 0 ? undefined : described.join(' '),
  };
  if (kind === 'choice')
    return (
      <select {...common} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('form.choose')}</option>
        {field.options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  if (kind === 'text')
    return <textarea {...common} rows={field.rows ?? 5} onChange={(event) => onChange(event.target.value)} />;
  return (
    <input
      {...common}
      type={INPUTS[kind] ?? 'text'}
      inputMode={kind === 'number' ? 'numeric' : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Several({
  options,
  value,
  onChange,
}: {
  options: Option[];
  value: string;
  onChange(value: string): void;
}) {
  const chosen = linesOf(value);
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
