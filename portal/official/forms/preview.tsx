import { Component, type ReactNode, useState } from 'react';
import { AnswersForm } from '../../form/answers-form';
import type { FormDefinition } from '../../form/definition';
import { unanswered } from '../../form/schema';
import { useWords } from '../../words';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The form as it would be filled in, by the renderer that citizens have; what is typed here goes nowhere. */
export function Preview({ definition }: { definition: Record<string, unknown> }) {
  const { t, say } = useWords();
  const { schema, uiSchema, title } = definition;
  if (!isObject(schema)) return <p>{t('form_editor.not_shown')}</p>;
  const whole = { ...definition, uiSchema: isObject(uiSchema) ? uiSchema : {} } as unknown as FormDefinition;
  return (
    <Guarded key={JSON.stringify([schema, uiSchema])} otherwise={<p>{t('form_editor.not_shown')}</p>}>
      <h3>{isObject(title) ? say(title as { ko: string; en: string }) : null}</h3>
      <Filled definition={whole} />
    </Guarded>
  );
}

function Filled({ definition }: { definition: FormDefinition }) {
  const [answers, setAnswers] = useState<unknown>(() => unanswered(definition.schema));
  return <AnswersForm definition={definition} answers={answers} faults={[]} onChange={setAnswers} />;
}

/** A schema half written may be one that nothing can be shown of. */
class Guarded extends Component<{ otherwise: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}
