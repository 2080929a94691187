import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import { useWords } from '../words';

/** What an input is described by: its hint, and what is wrong with it. */
function described({ id, options, rawErrors, schema }: WidgetProps) {
  const parts = [
    options.help !== undefined || schema.description !== undefined ? `${id}-hint` : undefined,
    (rawErrors?.length ?? 0) > 0 ? `${id}-error` : undefined,
  ].filter((part) => part !== undefined);
  return {
    'aria-describedby': parts.length === 0 ? undefined : parts.join(' '),
    'aria-invalid': (rawErrors?.length ?? 0) > 0 ? (true as const) : undefined,
  };
}

const emptied = (text: string): string | undefined => (text === '' ? undefined : text);

/** `date` and its like are the browser's own pickers; everything else is typed. */
const TYPES: Record<string, string> = { date: 'date', email: 'email', time: 'time' };

function TextWidget(props: WidgetProps) {
  const { id, value, required, disabled, readonly, options, schema, placeholder, onChange } = props;
  const type = options.inputType ?? TYPES[schema.format ?? ''] ?? 'text';
  return (
    <input
      {...described(props)}
      id={id}
      className="input"
      type={type}
      value={value ?? ''}
      aria-required={required ? true : undefined}
      disabled={disabled}
      readOnly={readonly}
      placeholder={placeholder === '' ? undefined : placeholder}
      autoComplete={AUTOCOMPLETE[lastOf(id)]}
      onChange={(event) => onChange(emptied(event.target.value))}
    />
  );
}

/** WCAG 1.3.5: what of the person's own the browser may know; only where a form's name for it is plain. */
const AUTOCOMPLETE: Record<string, string> = {
  email: 'email',
  postalCode: 'postal-code',
  birthDate: 'bday',
};
const lastOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** A number is typed as text: what is no number stays as it was typed, and is told. */
function NumberWidget(props: WidgetProps) {
  const { id, value, required, disabled, readonly, schema, onChange } = props;
  return (
    <input
      {...described(props)}
      id={id}
      className="input input-number"
      type="text"
      inputMode={schema.type === 'integer' ? 'numeric' : 'decimal'}
      value={value ?? ''}
      aria-required={required ? true : undefined}
      disabled={disabled}
      readOnly={readonly}
      onChange={(event) => onChange(emptied(event.target.value))}
    />
  );
}

function TextareaWidget(props: WidgetProps) {
  const { id, value, required, disabled, readonly, onChange } = props;
  return (
    <textarea
      {...described(props)}
      id={id}
      className="input"
      rows={6}
      value={value ?? ''}
      aria-required={required ? true : undefined}
      disabled={disabled}
      readOnly={readonly}
      onChange={(event) => onChange(emptied(event.target.value))}
    />
  );
}

/** Options are known by their place: a value can be anything. */
function SelectWidget(props: WidgetProps) {
  return props.multiple ? <CheckboxesWidget {...props} /> : <OneOfMany {...props} />;
}

function OneOfMany(props: WidgetProps) {
  const { id, value, required, disabled, readonly, options, onChange, label, hideLabel } = props;
  const { t } = useWords();
  const choices = options.enumOptions ?? [];
  const chosen = choices.findIndex((option) => option.value === value);
  // The renderer asks with it which of several shapes an answer has; there is no label beside that.
  const named = /__(one|any)of_select$/.test(id) || hideLabel ? { 'aria-label': label } : {};
  return (
    <select
      {...described(props)}
      {...named}
      id={id}
      className="input"
      value={chosen < 0 ? '' : String(chosen)}
      aria-required={required ? true : undefined}
      disabled={disabled || readonly}
      onChange={(event) => onChange(choices[Number(event.target.value || -1)]?.value)}
    >
      <option value="">{t('form.choose')}</option>
      {choices.map((option, n) => (
        <option key={String(option.value)} value={String(n)}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function RadioWidget(props: WidgetProps) {
  const { id, value, required, disabled, readonly, options, onChange } = props;
  return (
    <div className="choices">
      {(options.enumOptions ?? []).map((option, n) => (
        <label key={String(option.value)} className="choice">
          <input
            id={`${id}-${n}`}
            type="radio"
            name={id}
            checked={option.value === value}
            required={required}
            disabled={disabled || readonly}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

function CheckboxesWidget(props: WidgetProps) {
  const { id, value, disabled, readonly, options, onChange } = props;
  const chosen: unknown[] = Array.isArray(value) ? value : [];
  return (
    <div className="choices">
      {(options.enumOptions ?? []).map((option, n) => (
        <label key={String(option.value)} className="choice">
          <input
            id={`${id}-${n}`}
            type="checkbox"
            checked={chosen.includes(option.value)}
            disabled={disabled || readonly}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...chosen, option.value]
                  : chosen.filter((one) => one !== option.value),
              )
            }
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

/** A yes that was never asked is no no: both answers are offered, neither is given beforehand. */
export const widgets: RegistryWidgetsType = {
  TextWidget,
  TextareaWidget,
  SelectWidget,
  RadioWidget,
  CheckboxWidget: RadioWidget,
  CheckboxesWidget,
  EmailWidget: TextWidget,
  DateWidget: TextWidget,
  DateTimeWidget: TextWidget,
  TimeWidget: TextWidget,
  URLWidget: TextWidget,
  PasswordWidget: TextWidget,
  FileWidget: TextWidget,
  UpDownWidget: NumberWidget,
  RangeWidget: NumberWidget,
};
