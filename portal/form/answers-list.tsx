import { useMemo } from 'react';
import { useWords } from '../words';
import type { FormDefinition } from './definition';
import { inOrderOfAsking, labelAt, localised, optionAt, type Schema } from './schema';

/** Answers as they will be read: each under its question, in the order in which the form asks. */
export function AnswersList({ definition, answers }: { definition: FormDefinition; answers: unknown }) {
  const { language } = useWords();
  const own = useMemo(() => localised(definition.schema, language), [definition, language]);
  const first = (definition.uiSchema.sections ?? []).flatMap(({ fields }) => fields);
  if (typeof answers !== 'object' || answers === null)
    return <Value schema={own} pointer="" value={answers} />;
  return <Members schema={own} first={first} pointer="" value={answers} />;
}

interface Place {
  schema: Schema;
  pointer: string;
  value: unknown;
}

function Members({ schema, pointer, value, first = [] }: Place & { first?: string[] }) {
  const members = inOrderOfAsking(
    schema,
    first,
    Object.entries(value as object).map(([name, child]) => ({
      pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      child,
    })),
  );
  return (
    <dl className="answers">
      {members.map(({ pointer: at, child }) => (
        <div key={at} className={typeof child === 'object' ? 'answer answer-nested' : 'answer'}>
          <dt>{labelAt(schema, at)}</dt>
          <dd>
            {typeof child === 'object' && child !== null ? (
              <Members schema={schema} pointer={at} value={child} />
            ) : (
              <Value schema={schema} pointer={at} value={child} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ schema, pointer, value }: Place) {
  const { t } = useWords();
  const option = optionAt(schema, pointer, value);
  if (option !== undefined) return option;
  if (typeof value === 'boolean') return value ? t('form.yes') : t('form.no');
  return <span className="as-written">{String(value ?? '')}</span>;
}
