import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/client';
import { useForm } from '../../form/definition';
import { LETTER_FILES } from '../../form/letter-files';
import { labelAt, localised } from '../../form/schema';
import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { linesOf } from '../act-field';
import { ActForm } from '../act-form';
import { textOf } from '../field-form';

/** The places of a form that an office may ask for anew: those that have a name of their own. */
export function AskMore({ submission }: { submission: Submission }) {
  const { t, say, language } = useWords();
  const { form } = submission;
  const definition = useForm(form?.id ?? '', form?.version);
  const schema = definition.data?.definition.schema;
  const places =
    form === null
      ? [
          { value: '/title', label: t('letter.subject') },
          { value: '/body', label: t('letter.body') },
        ]
      : Object.keys((schema?.properties as object | undefined) ?? {}).map((name) => ({
          value: `/${name}`,
          label: schema === undefined ? name : labelAt(localised(schema, language), `/${name}`),
        }));
  const rules = form === null ? [LETTER_FILES] : (definition.data?.definition.attachments ?? []);
  const files = rules.map((rule) => ({ value: rule.name, label: say(rule.title) }));
  return (
    <ActForm
      submission={submission}
      act="supplement-requests"
      name={t('office.ask')}
      send={t('office.ask_send')}
      fields={[
        {
          pointer: '/fields',
          label: t('office.ask_fields'),
          kind: 'several',
          options: places,
          optional: true,
        },
        ...(files.length === 0
          ? []
          : [
              {
                pointer: '/attachments',
                label: t('attachments.title'),
                kind: 'several' as const,
                options: files,
                optional: true as const,
              },
            ]),
        { pointer: '/days', label: t('office.ask_days'), kind: 'number' },
        { pointer: '/words', label: t('office.ask_words'), kind: 'text' },
      ]}
      first={{ '/days': '7' }}
      toBody={(values) => ({
        fields: linesOf(values['/fields']),
        attachments: linesOf(values['/attachments']),
        days: Number(values['/days']),
        words: textOf(values, '/words'),
      })}
    />
  );
}

/** Files that cannot be opened are asked for again; which there are is known to whoever has opened the document. */
export function AskAgain({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const { id } = submission;
  const content = useQuery({
    queryKey: ['content', id],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/content', { params: { path: { id } } })),
    // What is shown beside it has asked already; each reading is recorded.
    enabled: false,
  });
  const files = content.data?.attachments ?? [];
  if (files.length === 0) return null;
  return (
    <ActForm
      submission={submission}
      act="resend-requests"
      name={t('resend.name')}
      send={t('resend.send')}
      fields={[
        {
          pointer: '/files',
          label: t('resend.files'),
          kind: 'several',
          options: files.map(({ id: value, name: label }) => ({ value, label })),
        },
        { pointer: '/days', label: t('office.ask_days'), kind: 'number' },
        { pointer: '/words', label: t('resend.words'), kind: 'text' },
      ]}
      first={{ '/days': '7' }}
      toBody={(values) => ({
        files: linesOf(values['/files']),
        days: Number(values['/days']),
        words: textOf(values, '/words'),
      })}
    />
  );
}
