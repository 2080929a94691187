import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useWords } from '../words';
import { Empty, Loading, Trouble } from './states';
import type { Submission } from './submission';
import { When } from './when';

const MOST = 1_000;

/** Who opened my file: when, what, for which office. */
export function ReadersOf({ submission }: { submission: Submission }) {
  const { t, say } = useWords();
  const { id } = submission;
  const readers = useQuery({
    queryKey: ['readers', id, submission.version],
    queryFn: () =>
      ask(api.GET('/v1/submissions/{id}/readers', { params: { path: { id }, query: { limit: MOST } } })),
    placeholderData: (before) => before,
  });
  if (readers.isPending) return <Loading />;
  if (readers.isError) return <Trouble error={readers.error} again={() => void readers.refetch()} />;
  if (readers.data.items.length === 0)
    return (
      <Empty>
        <p>{t('readers.none')}</p>
      </Empty>
    );
  return (
    <>
      <p>{t('readers.what')}</p>
      <ul className="lines">
        {readers.data.items.map((reader, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows at its end, and its lines have no ids here
          <li key={n}>
            <span>{say(reader.words)}</span>
            <span className="small">
              {[
                t(`capacity.${reader.capacity}`),
                reader.office === null ? '' : say(reader.office.name),
                reader.name ?? '',
              ]
                .filter((part) => part !== '')
                .join(' · ')}{' '}
              · <When at={reader.at} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
