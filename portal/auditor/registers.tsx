import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { More } from '../parts/more';
import { useOfficeName } from '../parts/offices';
import { Empty, Loading, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';
import { AuditPage } from './audit-page';

/** Every register with its own check. */
export function Registers() {
  const { t } = useWords();
  return (
    <AuditPage title={t('register.title')} lead={t('register.lead')}>
      <Overview />
    </AuditPage>
  );
}

function Overview() {
  const { t } = useWords();
  const officeName = useOfficeName();
  const registers = useQuery({
    queryKey: ['registers'],
    queryFn: () => ask(api.GET('/v1/registers')),
  });
  if (registers.isPending) return <Loading />;
  if (registers.isError) return <Trouble error={registers.error} again={() => void registers.refetch()} />;
  if (registers.data.items.length === 0)
    return (
      <Empty>
        <p>{t('register.none')}</p>
      </Empty>
    );
  return (
    <table className="desk">
      <caption className="hidden">{t('register.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('register.office')}</th>
          <th scope="col">{t('register.year')}</th>
          <th scope="col">{t('register.last')}</th>
          <th scope="col">{t('register.entries')}</th>
          <th scope="col">{t('register.check')}</th>
        </tr>
      </thead>
      <tbody>
        {registers.data.items.map(({ office, year, lastSeq, entries, missing, misnamed }) => (
          <tr key={`${office} ${year}`}>
            <td>
              <Link to={`/audit/registers/${office}/${year}`}>{officeName(office)}</Link>
            </td>
            <Cell name={t('register.year')}>{year}</Cell>
            <Cell name={t('register.last')}>{lastSeq}</Cell>
            <Cell name={t('register.entries')}>{entries}</Cell>
            <td>
              {missing === 0 && misnamed === 0 ? (
                <span className="tag tag-closed">{t('register.sound')}</span>
              ) : null}
              {missing === 0 ? null : (
                <span className="tag tag-error">{t('register.missing', { count: missing })}</span>
              )}
              {misnamed === 0 ? null : (
                <span className="tag tag-error">{t('register.misnamed', { count: misnamed })}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On a narrow screen the head of the column is not there. */
function Cell({ name, children }: { name: string; children: number }) {
  return (
    <td>
      <span className="cell-name">{name} </span>
      <span className="count">{children}</span>
    </td>
  );
}

/** One office's register for a year, with the numbers that have no entry in their places. */
export function RegisterPage() {
  const { office = '', year = '' } = useParams();
  const { t } = useWords();
  const officeName = useOfficeName();
  return (
    <AuditPage title={t('register.one', { office: officeName(office), year })}>
      <p>
        <Link to="/audit/registers">{t('register.back')}</Link>
      </p>
      <Entries office={office} year={Number(year)} />
    </AuditPage>
  );
}

const PAGE = 100;

function Entries({ office, year }: { office: string; year: number }) {
  const { t } = useWords();
  const register = useInfiniteQuery({
    queryKey: ['register', office, year],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/v1/registers/{office}/{year}', {
          params: { path: { office, year }, query: { limit: PAGE, after: pageParam } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ entries }) => (entries.length < PAGE ? undefined : entries.at(-1)?.seq),
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
  if (register.isPending) return <Loading />;
  if (register.isError) return <Trouble error={register.error} again={() => void register.refetch()} />;
  const entries = register.data.pages.flatMap((page) => page.entries);
  const { gaps = [], lastSeq = 0 } = register.data.pages[0] ?? {};
  const until = register.hasNextPage ? (entries.at(-1)?.seq ?? 0) : Number.MAX_SAFE_INTEGER;
  if (entries.length === 0 && lastSeq === 0)
    return (
      <Empty>
        <p>{t('register.none')}</p>
      </Empty>
    );
  return (
    <>
      {gaps.length === 0 ? (
        <p className="notice notice-success">{t('register.sound')}</p>
      ) : (
        <div className="notice notice-error">
          <p>{t('register.missing', { count: gaps.length })}</p>
          <p className="count">{gaps.map((seq) => `${office}-${year}-${seq}`).join(', ')}</p>
        </div>
      )}
      <Table
        rows={withGaps(
          entries,
          gaps.filter((seq) => seq <= until),
        )}
        of={`${office}-${year}`}
      />
      <More of={register}>{t('register.more')}</More>
    </>
  );
}

type Row = { seq: number; entry: Schemas['RegisterEntry'] | null };

const withGaps = (entries: Schemas['RegisterEntry'][], gaps: number[]): Row[] =>
  [
    ...entries.map((entry): Row => ({ seq: entry.seq, entry })),
    ...gaps.map((seq): Row => ({ seq, entry: null })),
  ].toSorted((one, other) => one.seq - other.seq);

function Table({ rows, of }: { rows: Row[]; of: string }) {
  const { t } = useWords();
  return (
    <table className="desk">
      <caption className="hidden">{t('register.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('register.number')}</th>
          <th scope="col">{t('register.form')}</th>
          <th scope="col">{t('register.received')}</th>
          <th scope="col">{t('register.registered')}</th>
          <th scope="col">{t('register.continued')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ seq, entry }) =>
          entry === null ? (
            <tr key={seq} data-gap={seq}>
              <td>
                {of}-{seq}
              </td>
              <td colSpan={4}>
                <span className="tag tag-error">{t('register.gap')}</span>
              </td>
            </tr>
          ) : (
            <tr key={seq}>
              <td>
                <Link to={`/audit/${entry.submissionId}`}>{entry.number}</Link>
              </td>
              <td>{entry.form ?? t('documents.letter')}</td>
              <td>
                <When at={entry.receivedAt} />
              </td>
              <td>
                <When at={entry.registeredAt} />
              </td>
              <td>{entry.continuedAs ?? '–'}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}
