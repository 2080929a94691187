import { useWords } from '../../words';
import type { ActField } from '../act-field';
import { given, textOf, type Values } from '../field-form';

const HOLD_REASONS = ['litigation', 'audit', 'investigation', 'disclosure_request', 'other'] as const;
const DECISIONS = ['destroy', 'keep', 'transfer'] as const;
const REVIEW_REASONS = ['period_over', 'still_needed', 'historical_value', 'other'] as const;

export type RecordAct = 'holds' | 'hold-releases' | 'disposal-reviews' | 'transfer-confirmations';

/** What an act on a record asks for, of a submission as of an official document. */
export interface RecordForm {
  act: RecordAct;
  name: string;
  fields: ActField[];
  first?: Values;
  toBody(values: Values): Record<string, unknown>;
}

/** @param holds ids of what forbids its disposal now */
export function useRecordForms(holds: readonly string[]): Record<RecordAct, RecordForm> {
  const { t } = useWords();
  const [only, ...others] = holds;
  const words: ActField = { pointer: '/words', label: t('record.words'), kind: 'text' };
  const choice = (
    pointer: string,
    label: string,
    values: readonly string[],
    called: (value: string) => string,
  ): ActField => ({
    ...{ pointer, label, kind: 'choice' },
    options: values.map((value) => ({ value, label: called(value) })),
  });
  return {
    holds: {
      ...{ act: 'holds', name: t('record.hold') },
      fields: [choice('/reason', t('office.reason'), HOLD_REASONS, (one) => t(`hold_reason.${one}`)), words],
      toBody: (values) => ({ reason: values['/reason'], words: textOf(values, '/words') }),
    },
    'hold-releases': {
      ...{ act: 'hold-releases', name: t('record.release') },
      fields: [
        {
          pointer: '/hold',
          label: t('record.which_hold'),
          kind: 'choice',
          options: holds.map((value, at) => ({ value, label: t('record.hold_number', { number: at + 1 }) })),
        },
        words,
      ],
      first: only !== undefined && others.length === 0 ? { '/hold': only } : {},
      toBody: (values) => ({ hold: values['/hold'], words: textOf(values, '/words') }),
    },
    'disposal-reviews': {
      ...{ act: 'disposal-reviews', name: t('record.review') },
      fields: [
        choice('/decision', t('record.becomes'), DECISIONS, (one) => t(`disposal.${one}`)),
        choice('/reason', t('office.reason'), REVIEW_REASONS, (one) => t(`review_reason.${one}`)),
        words,
        { pointer: '/until', label: t('record.until'), kind: 'date', optional: true },
        { pointer: '/archive', label: t('record.archive'), kind: 'line', optional: true },
      ],
      toBody: (values) => ({
        decision: values['/decision'],
        reason: values['/reason'],
        words: textOf(values, '/words'),
        ...given(values, 'until'),
        ...given(values, 'archive'),
      }),
    },
    'transfer-confirmations': {
      ...{ act: 'transfer-confirmations', name: t('record.confirm') },
      fields: [{ pointer: '/number', label: t('record.number'), kind: 'line' }],
      toBody: (values) => ({ number: textOf(values, '/number') }),
    },
  };
}
