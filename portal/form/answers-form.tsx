import Form from '@rjsf/core';
import { type ErrorSchema, type RJSFSchema, TranslatableString, type ValidatorType } from '@rjsf/utils';
import { useMemo } from 'react';
import type { Fault } from '../api/problem';
import { useWords } from '../words';
import { fits, withoutBarred } from './check';
import type { FormDefinition } from './definition';
import { useFaultWords } from './fault-words';
import { localised, tidied, tokensOf } from './schema';
import { type FormContext, templates } from './templates';
import { uiSchemaOf } from './ui-schema';
import { widgets } from './widgets';

/** Which of several shapes the answers have; what is wrong with them is told by `faults`. */
const validator: ValidatorType = {
  isValid: (schema, value, root) => fits(root, schema, value),
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
};

/** Nothing is answered before somebody answers it. */
const NO_DEFAULTS = {
  emptyObjectFields: 'skipDefaults',
  arrayMinItems: { populate: 'never' },
  allOf: 'skipDefaults',
  constAsDefaults: 'never',
} as const;

/** A form's questions with the answers so far; `faults` are told at their fields, by pointer into the answers. */
export function AnswersForm({
  definition,
  answers,
  faults,
  onChange,
}: {
  definition: FormDefinition;
  answers: unknown;
  faults: Fault[];
  onChange(answers: unknown): void;
}) {
  const { t, language } = useWords();
  const faultWords = useFaultWords(definition.schema);
  const schema = useMemo(() => localised(definition.schema, language), [definition, language]);
  const uiSchema = useMemo(() => uiSchemaOf(definition.uiSchema, language), [definition, language]);
  const extraErrors = useMemo(() => errorTree(faults, faultWords), [faults, faultWords]);
  const context: FormContext = { schema, hints: definition.uiSchema };
  return (
    <Form
      tagName="div"
      schema={schema as RJSFSchema}
      uiSchema={{ ...uiSchema, 'ui:submitButtonOptions': { norender: true } }}
      formData={answers}
      formContext={context}
      validator={validator}
      templates={templates}
      widgets={widgets}
      idPrefix="answers"
      idSeparator="/"
      noValidate
      showErrorList={false}
      extraErrors={extraErrors}
      experimental_defaultFormStateBehavior={NO_DEFAULTS}
      translateString={(string, params) => {
        if (string === TranslatableString.YesLabel) return t('form.yes');
        if (string === TranslatableString.NoLabel) return t('form.no');
        if (string === TranslatableString.OptionPrefix) return t('form.shape', { number: params?.[0] });
        if (string === TranslatableString.TitleOptionPrefix)
          return t('form.shape_of', { title: params?.[0], number: params?.[1] });
        return params?.[0] ?? '';
      }}
      onChange={({ formData }) =>
        onChange(withoutBarred(definition.schema, tidied(definition.schema, formData)))
      }
    />
  );
}

function errorTree(faults: Fault[], words: (fault: Fault) => string): ErrorSchema {
  const tree: ErrorSchema = {};
  for (const fault of faults) {
    let node = tree as Record<string, unknown>;
    for (const token of tokensOf(fault.pointer)) {
      node[token] ??= {};
      node = node[token] as Record<string, unknown>;
    }
    node.__errors = [...((node.__errors as string[] | undefined) ?? []), words(fault)];
  }
  return tree;
}
