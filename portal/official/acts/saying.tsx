import type { ActPath } from '../../parts/act';
import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { ActForm } from '../act-form';
import { textOf } from '../field-form';

/** An act that needs no more than a word to whom it concerns, or none. */
export function Saying({
  submission,
  act,
  name,
  silent,
}: {
  submission: Submission;
  act: ActPath;
  name: string;
  silent?: true;
}) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act={act}
      name={name}
      send={name}
      fields={silent ? [] : [{ pointer: '/words', label: t('office.reason_words'), kind: 'text' }]}
      toBody={(values) => (silent ? {} : { words: textOf(values, '/words') })}
    />
  );
}
