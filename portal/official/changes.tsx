import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, ask } from '../api/client';
import { useForm } from '../form/definition';
import { labelAt, localised, optionAt, type Schema } from '../form/schema';
import { Loading, Trouble } from '../parts/states';
import type { Submission } from '../parts/submission';
import { When } from '../parts/when';
import { useWords } from '../words';
import { markedWords } from './marked-words';

interface Difference {
  pointer: string;
  before?: unknown;
  after?: unknown;
}

/** What a supplement changed: the old and the new side by side, the words that differ marked. */
export function Changes({ submission }: { submission: Submission }) {
  const { t, language } = useWords();
  const { id, form } = submission;
  const versions = useQuery({
    queryKey: ['versions', id, submission.version],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/versions', { params: { path: { id } } })),
    refetchOnWindowFocus: false,
  });
  const definition = useForm(form?.id ?? '', form?.version);
  const schema = useMemo(
    () =>
      definition.data === undefined ? undefined : localised(definition.data.definition.schema, language),
    [definition.data, language],
  );
  if (versions.isPending) return <Loading />;
  if (versions.isError) return <Trouble error={versions.error} again={() => void versions.refetch()} />;
  const later = versions.data.items.filter(({ version }) => version > 1).toReversed();
  if (later.length === 0) return null;
  return (
    <>
      {later.map((version) => (
        <details key={version.version} className="fold" open={version === later[0]}>
          <summary>
            {t('changes.title')} (<When at={version.at} />)
          </summary>
          {version.differences.length === 0 ? null : (
            <Compared differences={version.differences} schema={schema} />
          )}
          {version.attachments.length === 0 ? null : (
            <p>
              {t('changes.files')} {version.attachments.map(({ name }) => name).join(', ')}
            </p>
          )}
        </details>
      ))}
    </>
  );
}

function Compared({ differences, schema }: { differences: Difference[]; schema: Schema | undefined }) {
  const { t } = useWords();
  return (
    <table className="compared">
      <caption className="hidden">{t('changes.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('changes.where')}</th>
          <th scope="col">{t('changes.before')}</th>
          <th scope="col">{t('changes.after')}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((difference) => (
          <Row key={difference.pointer} difference={difference} schema={schema} />
        ))}
      </tbody>
    </table>
  );
}

const LETTER_PARTS: Record<string, 'letter.subject' | 'letter.body'> = {
  '/title': 'letter.subject',
  '/body': 'letter.body',
};

function Row({ difference, schema }: { difference: Difference; schema: Schema | undefined }) {
  const { t } = useWords();
  const { pointer, before, after } = difference;
  const part = LETTER_PARTS[pointer];
  const label = schema === undefined ? (part === undefined ? pointer : t(part)) : labelAt(schema, pointer);
  const say = (value: unknown): string => {
    if (value === undefined || value === null) return '';
    if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no');
    if (typeof value === 'object') return JSON.stringify(value, null, 1);
    return (schema === undefined ? undefined : optionAt(schema, pointer, value)) ?? String(value);
  };
  const pieces = markedWords(say(before), say(after));
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="as-written">
        {before === undefined ? <span className="small">{t('changes.nothing')}</span> : null}
        {pieces
          .filter(({ side }) => side !== 'after')
          .map(({ text, side, at }) =>
            side === 'before' ? <del key={at}>{text}</del> : <span key={at}>{text}</span>,
          )}
      </td>
      <td className="as-written">
        {after === undefined ? <span className="small">{t('changes.nothing')}</span> : null}
        {pieces
          .filter(({ side }) => side !== 'before')
          .map(({ text, side, at }) =>
            side === 'after' ? <ins key={at}>{text}</ins> : <span key={at}>{text}</span>,
          )}
      </td>
    </tr>
  );
}
