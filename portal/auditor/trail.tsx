import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../api/client';
import { More } from '../parts/more';
import { useOfficeName } from '../parts/offices';
import { Empty, Loading, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';
import { type Entry, useWorkflow, type WorkflowEntry, workflowEntries } from './workflow';

const SORTS = ['evidence', 'command', 'refusal', 'access', 'workflow'] as const;
type Sort = (typeof SORTS)[number];
const STATES = ['verified', 'waiting', 'differs', 'none'] as const;
const PAGE = 200;

/** Evidence, acts, refusals, readings and the workflow's history in the order of time, each with its proof. */
export function Trail({ id }: { id: string }) {
  const { t } = useWords();
  const [hidden, setHidden] = useState<Sort[]>([]);
  const trail = useInfiniteQuery({
    queryKey: ['trail', id],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/v1/submissions/{id}/trail', {
          params: {
            path: { id },
            query: { limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
  const { history, check } = useWorkflow(id);
  const rows = trail.data?.pages.flatMap(({ items }) => items) ?? [];
  // What the workflow did after the last row that is shown comes with the next page.
  const until = trail.hasNextPage ? (rows.at(-1)?.at ?? '') : '9999';
  const events = workflowEntries(history.data, check.data, rows).filter(({ at }) => at <= until);
  const all = [...rows, ...events].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const shown = all.filter(({ sort }) => !hidden.includes(sort));
  return (
    <section aria-labelledby="trail">
      <h2 id="trail">{t('trail.title')}</h2>
      {history.isError ? <Trouble error={history.error} again={() => void history.refetch()} /> : null}
      {check.isError ? <Trouble error={check.error} again={() => void check.refetch()} /> : null}
      <Agreement runs={history.data?.runs.length} sound={check.data?.sound} />
      <fieldset className="tabs">
        <legend className="hidden">{t('trail.show')}</legend>
        {SORTS.map((sort) => (
          <label key={sort} className="tab">
            <input
              type="checkbox"
              checked={!hidden.includes(sort)}
              onChange={({ target }) =>
                setHidden(target.checked ? hidden.filter((one) => one !== sort) : [...hidden, sort])
              }
            />
            <span>{t(`trail_sort.${sort}`)}</span>
          </label>
        ))}
      </fieldset>
      <details className="fold">
        <summary>{t('proof.legend')}</summary>
        <dl className="answers">
          {STATES.map((state) => (
            <div key={state}>
              <dt>
                <span className={`tag ${TAG[state]}`}>{t(`proof.${state}`)}</span>
              </dt>
              <dd>{t(`proof_means.${state}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
      {trail.isPending ? <Loading /> : null}
      {trail.isError ? <Trouble error={trail.error} again={() => void trail.refetch()} /> : null}
      {trail.isSuccess && shown.length === 0 ? (
        <Empty>
          <p>{t('trail.none')}</p>
        </Empty>
      ) : null}
      <p className="small" role="status">
        {trail.isSuccess ? t('trail.count', { count: shown.length }) : ''}
      </p>
      <ol className="trail">
        {shown.map((entry) => (
          <Line key={entry.id} entry={entry} />
        ))}
      </ol>
      <More of={trail}>{t('trail.more')}</More>
    </section>
  );
}

function Agreement({ runs, sound }: { runs: number | undefined; sound: boolean | undefined }) {
  const { t } = useWords();
  if (runs === undefined || sound === undefined) return null;
  if (runs === 0) return <p className="notice">{t('audit.workflow_none')}</p>;
  return sound ? (
    <p className="notice notice-success">{t('audit.workflow_sound')}</p>
  ) : (
    <p className="notice notice-error">{t('audit.workflow_differs')}</p>
  );
}

const TAG: Record<Entry['proof']['state'], string> = {
  verified: 'tag-closed',
  waiting: 'tag-warning',
  differs: 'tag-error',
  none: '',
};

function Line({ entry }: { entry: Entry | WorkflowEntry }) {
  const { t } = useWords();
  const { sort, at, proof } = entry;
  return (
    <li data-sort={sort} data-proof={proof.state}>
      <p className="trail-head">
        <span className="tag">{t(`trail_sort.${sort}`)}</span> <Name entry={entry} />
        <span className={`tag ${TAG[proof.state]}`}>{t(`proof.${proof.state}`)}</span>
      </p>
      <p className="small">
        <When at={at} exact />
        {entry.sort === 'workflow' ? <Step entry={entry} /> : <Who entry={entry} />}
        {proof.index === null ? null : ` · ${t('trail.in_log', { index: proof.index })}`}
      </p>
      {proof.differs === null ? null : <p className="field-error">{t(`proof_differs.${proof.differs}`)}</p>}
    </li>
  );
}

/** In words where there are words for it, else as it is recorded. */
function Name({ entry }: { entry: Entry | WorkflowEntry }) {
  const { t, say, known } = useWords();
  const { name } = entry;
  const words =
    entry.sort !== 'workflow' && entry.words !== null
      ? say(entry.words)
      : [`event.${name}`, `command.${name}`, `history_event.${name}`].filter(known).map((key) => t(key))[0];
  return (
    <strong>
      {words ?? <code>{name}</code>}
      {entry.sort !== 'workflow' && entry.sequence !== null
        ? ` (${t('trail.number', { number: entry.sequence })})`
        : null}
    </strong>
  );
}

function Who({ entry }: { entry: Entry }) {
  const { t, known } = useWords();
  const officeName = useOfficeName();
  const { actor, onBehalfOf, capacity, office, status, sort } = entry;
  const said = [
    ...(actor === null ? [] : [actor]),
    ...(onBehalfOf === null ? [] : [t('trail.on_behalf', { person: onBehalfOf })]),
    ...(capacity === null || !known(`trail_capacity.${capacity}`) ? [] : [t(`trail_capacity.${capacity}`)]),
    ...(office === null ? [] : [officeName(office)]),
    ...(sort === 'command' && status !== null ? [t(`command_status.${status}`)] : []),
  ];
  return (
    <>
      {said.map((one) => ` · ${one}`)}
      {sort === 'refusal' && status !== null ? (
        <>
          {' · '}
          <code>{status}</code>
        </>
      ) : null}
    </>
  );
}

/** The history's own words are English, whoever reads them. */
function Step({ entry }: { entry: WorkflowEntry }) {
  return (
    <>
      {' · '}
      <span lang="en">{entry.step ?? entry.meaning}</span>
    </>
  );
}
