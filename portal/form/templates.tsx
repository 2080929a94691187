import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  MultiSchemaFieldTemplateProps,
  ObjectFieldTemplateProps,
  TemplatesType,
} from '@rjsf/utils';
import { useWords } from '../words';
import { labelAt, type Schema } from './schema';
import type { FormHints } from './ui-schema';

/** What the templates are told beside the schema. */
export interface FormContext {
  schema: Schema;
  hints: FormHints;
}

const pointerOf = (id: string): string => id.replace(/^answers/, '');

const typeOf = (schema: { type?: unknown }): unknown =>
  Array.isArray(schema.type) ? schema.type.find((type) => type !== 'null') : schema.type;

type Shaped = Pick<FieldTemplateProps, 'schema' | 'uiSchema' | 'registry'>;

/** Several inputs for one answer are a group with a legend; one input has a label. */
function isGroup({ schema, uiSchema, registry }: Shaped): boolean {
  return (
    typeOf(schema) === 'boolean' ||
    uiSchema?.['ui:widget'] === 'radio' ||
    registry.schemaUtils.isMultiSelect(schema)
  );
}

const isContainer = ({ schema, registry }: Shaped): boolean =>
  typeOf(schema) === 'object' || (typeOf(schema) === 'array' && !registry.schemaUtils.isMultiSelect(schema));

function FieldTemplate(props: FieldTemplateProps) {
  const { id, label, required, rawErrors, rawHelp, rawDescription, hidden, children } = props;
  const { t } = useWords();
  if (hidden) return <div hidden>{children}</div>;
  const hint = rawHelp ?? rawDescription;
  const faulty = (rawErrors?.length ?? 0) > 0;
  const error = faulty ? (
    <p className="field-error" id={`${id}-error`}>
      {[...new Set(rawErrors)].join(' ')}
    </p>
  ) : null;
  if (isContainer(props)) return children;
  const name = (
    <>
      {label}
      {required ? null : <span className="optional"> {t('form.optional')}</span>}
    </>
  );
  const hints = hint ? (
    <p className="hint" id={`${id}-hint`}>
      {hint}
    </p>
  ) : null;
  const className = faulty ? 'field field-faulty' : 'field';
  if (!isGroup(props))
    return (
      <div className={className}>
        <label htmlFor={id}>{name}</label>
        {hints}
        {error}
        {children}
      </div>
    );
  const description = [hint ? `${id}-hint` : '', faulty ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <fieldset className={className} aria-describedby={description === '' ? undefined : description}>
      <legend>{name}</legend>
      {hints}
      {error}
      {children}
    </fieldset>
  );
}

const errorsOf = (errorSchema: unknown): string[] =>
  ((errorSchema as { __errors?: string[] } | undefined)?.__errors ?? []).slice(0, 3);

function ObjectFieldTemplate(props: ObjectFieldTemplateProps) {
  const { title, description, properties, fieldPathId, registry, required, errorSchema } = props;
  const { t, say } = useWords();
  const id = fieldPathId.$id;
  const shown = properties.filter(({ hidden }) => !hidden);
  const { hints } = registry.formContext as FormContext;
  if (pointerOf(id) === '') {
    const sections = hints.sections ?? [];
    const placed = sections.flatMap(({ fields }) => fields);
    const rest = shown.filter(({ name }) => !placed.includes(name));
    return (
      <>
        {sections.map((section) => {
          const fields = shown.filter(({ name }) => section.fields.includes(name));
          if (fields.length === 0) return null;
          return (
            <section key={section.title.en} className="form-section">
              <h2>{say(section.title)}</h2>
              {fields.map(({ name, content }) => (
                <div key={name}>{content}</div>
              ))}
            </section>
          );
        })}
        {rest.map(({ name, content }) => (
          <div key={name}>{content}</div>
        ))}
      </>
    );
  }
  const errors = errorsOf(errorSchema);
  // A section of one group says its name already.
  const said = hints.sections?.some((section) => section.fields.length === 1 && say(section.title) === title);
  return (
    <fieldset className="group" id={id} tabIndex={-1}>
      <legend className={said ? 'hidden' : undefined}>
        {title || labelAt((registry.formContext as FormContext).schema, pointerOf(id))}
        {required ? null : <span className="optional"> {t('form.optional')}</span>}
      </legend>
      {typeof description === 'string' && description !== '' ? <p className="hint">{description}</p> : null}
      {errors.map((error) => (
        <p key={error} className="field-error">
          {error}
        </p>
      ))}
      {shown.map(({ name, content }) => (
        <div key={name}>{content}</div>
      ))}
    </fieldset>
  );
}

function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const { title, items, canAdd, onAddClick, fieldPathId, registry, rawErrors } = props;
  const { t } = useWords();
  const id = fieldPathId.$id;
  const label = title || labelAt((registry.formContext as FormContext).schema, pointerOf(id));
  return (
    <fieldset className="group" id={id} tabIndex={-1}>
      <legend>{label}</legend>
      {[...new Set(rawErrors)].map((error) => (
        <p key={error} className="field-error">
          {error}
        </p>
      ))}
      {items}
      {canAdd ? (
        <button type="button" className="button button-secondary" onClick={() => onAddClick()}>
          {t('form.add', { label })}
        </button>
      ) : null}
    </fieldset>
  );
}

function ArrayFieldItemTemplate({ children, buttonsProps, index, registry }: ArrayFieldItemTemplateProps) {
  const { t } = useWords();
  const label = labelAt(
    (registry.formContext as FormContext).schema,
    pointerOf(buttonsProps.fieldPathId.$id),
  );
  return (
    <div className="row">
      {children}
      {buttonsProps.hasRemove ? (
        <button type="button" className="link-button link-danger" onClick={() => buttonsProps.onRemoveItem()}>
          {t('form.remove', { label, number: index + 1 })}
        </button>
      ) : null}
    </div>
  );
}

function MultiSchemaFieldTemplate({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps) {
  return (
    <div className="shapes">
      {selector}
      {optionSchemaField}
    </div>
  );
}

export const templates: Partial<TemplatesType> = {
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate,
  MultiSchemaFieldTemplate,
};
