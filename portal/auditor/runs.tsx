import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { More } from '../parts/more';
import { Empty, Loading, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';
import { AuditPage } from './audit-page';

/** What each check and each replay found. */
export function AuditRuns() {
  const { t } = useWords();
  return (
    <AuditPage title={t('run.title')} lead={t('run.lead')}>
      <Runs />
    </AuditPage>
  );
}

function Runs() {
  const { t } = useWords();
  const runs = useInfiniteQuery({
    queryKey: ['audit-runs'],
    queryFn: ({ pageParam }) => ask(api.GET('/v1/audit/runs', { params: { query: cursorOf(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
  if (runs.isPending) return <Loading />;
  if (runs.isError) return <Trouble error={runs.error} again={() => void runs.refetch()} />;
  const items = runs.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <Empty>
        <p>{t('run.none')}</p>
      </Empty>
    );
  return (
    <>
      <table className="desk">
        <caption className="hidden">{t('run.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('run.when')}</th>
            <th scope="col">{t('run.what')}</th>
            <th scope="col">{t('run.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((run) => (
            <tr key={run.id}>
              <td>
                <Link to={`/audit/runs/${run.id}`}>
                  <When at={run.finishedAt} exact />
                </Link>
              </td>
              <td>{t(`run.${run.kind}`)}</td>
              <td>
                <Outcome run={run} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More of={runs}>{t('trail.more')}</More>
    </>
  );
}

const cursorOf = (cursor: string) => (cursor === '' ? {} : { cursor });

const TAG = { sound: 'tag-closed', faulty: 'tag-error', unknown: 'tag-warning' };

function Outcome({ run }: { run: Pick<Schemas['AuditRun'], 'outcome' | 'faults'> }) {
  const { t } = useWords();
  return (
    <>
      <span className={`tag ${TAG[run.outcome]}`}>{t(`run_outcome.${run.outcome}`)}</span>{' '}
      {run.faults === 0 ? null : t('run.faults', { count: run.faults })}
    </>
  );
}

/** One run: what it looked at, and each fault with its place. */
export function AuditRunPage() {
  const { run = '' } = useParams();
  const { t } = useWords();
  return (
    <AuditPage title={t('run.outcome')}>
      <p>
        <Link to="/audit/runs">{t('run.back')}</Link>
      </p>
      <Run id={run} />
    </AuditPage>
  );
}

function Run({ id }: { id: string }) {
  const { t } = useWords();
  const run = useInfiniteQuery({
    queryKey: ['audit-run', id],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/v1/audit/runs/{run}', {
          params: { path: { run: id }, query: { limit: 100, ...cursorOf(pageParam) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
  if (run.isPending) return <Loading />;
  if (run.isError) return <Trouble error={run.error} again={() => void run.refetch()} />;
  const [first] = run.data.pages;
  if (first === undefined) return null;
  const findings = run.data.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="panel">
        <p>
          {t(`run.${first.kind}`)} · <When at={first.finishedAt} exact />
        </p>
        <p>
          <Outcome run={first} />
        </p>
        {first.submissionId === null ? null : (
          <p>
            <Link to={`/audit/${first.submissionId}`}>{t('run.document')}</Link>
          </p>
        )}
      </div>
      <h2>{t('run.findings')}</h2>
      {findings.length === 0 ? <p>{t('run.no_findings')}</p> : <Findings items={findings} />}
      <More of={run}>{t('trail.more')}</More>
      <h2>{t('run.parts')}</h2>
      <table className="desk">
        <caption className="hidden">{t('run.parts')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('run.part')}</th>
            <th scope="col">{t('run.looked')}</th>
            <th scope="col">{t('run.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {first.parts.map((part) => (
            <tr key={part.name}>
              <td>
                <Part name={part.name} />
              </td>
              <td className="count">{part.looked}</td>
              <td>
                <Outcome run={{ outcome: part.faults === 0 ? 'sound' : 'faulty', faults: part.faults }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Of a replay the part is a run of the workflow. */
function Part({ name }: { name: string }) {
  const { t, known } = useWords();
  return known(`run_part.${name}`) ? t(`run_part.${name}`) : <code>{name}</code>;
}

/** What was found is said as the program says it, in English. */
function Findings({ items }: { items: Schemas['AuditFinding'][] }) {
  const { t } = useWords();
  return (
    <table className="desk">
      <caption className="hidden">{t('run.findings')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('run.part')}</th>
          <th scope="col">{t('run.place')}</th>
          <th scope="col">{t('run.finding')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((finding) => (
          <tr key={finding.position}>
            <td>
              <Part name={finding.part} />
            </td>
            <td>
              <code>{finding.place}</code>
            </td>
            <td lang="en">{finding.what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
