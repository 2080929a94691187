import { useCallback } from 'react';
import type { Fault } from '../api/problem';
import { useWords } from '../words';
import { limitAt, type Schema } from './schema';

/** The keyword whose number belongs into the sentence. */
const LIMITS: Record<string, string> = {
  'answer.min_length': 'minLength',
  'answer.max_length': 'maxLength',
  'answer.minimum': 'minimum',
  'answer.maximum': 'maximum',
  'answer.min_items': 'minItems',
  'answer.max_items': 'maxItems',
};

/** A fault of an answer in the person's words; pointers are into the answers. */
export function useFaultWords(schema: Schema): (fault: Fault) => string {
  const { t, known } = useWords();
  return useCallback(
    ({ pointer, code }: Fault) => {
      const key = `fault.${code}`;
      if (!known(key)) return t('fault.other');
      const keyword = LIMITS[code];
      return t(key, { limit: keyword === undefined ? undefined : limitAt(schema, pointer, keyword) });
    },
    [schema, t, known],
  );
}
