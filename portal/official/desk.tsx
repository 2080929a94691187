import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { boundedCount } from '../parts/bounded-count';
import { useLive } from '../parts/live';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { Empty, Loading, SignedIn, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useSession } from '../session/session';
import { useWords } from '../words';
import { DeskKeys } from './desk-keys';
import { DeskViews, useDeskViews } from './desk-views';
import { useNameOf } from './members';
import { OfficialNav } from './official-page';
import '../styles/official.css';

/**
 * Each look at the desk is a line in the access log: the API tells when there is something new, and only where it cannot is the
 * desk looked at as often as somebody waiting would, while the page is seen.
 */
const LOOK_EVERY_MS = 20_000;
/** Where it tells, in case one word of it was lost on the way. */
const SELDOM_MS = 180_000;
const SORTS = ['due', '-received', 'received', '-registered'] as const;
const VIEWS = ['all', 'mine', 'unassigned', 'overdue'] as const;
type View = (typeof VIEWS)[number];

const FILTER_OF: Record<View, Record<string, string>> = {
  all: { state: 'registered,assigned,in_process,supplement_requested,suspended' },
  mine: { handler: 'me' },
  unassigned: { handler: 'none' },
  overdue: { overdue: 'true' },
};

/** What lies on the desks of my offices: what is due first in front. */
export function Desk() {
  const { t } = useWords();
  return (
    <SignedIn title={t('desk.title')}>
      <Page title={t('desk.title')} wide>
        <OfficialNav />
        <Lines />
      </Page>
    </SignedIn>
  );
}

function Lines() {
  const { t } = useWords();
  const session = useSession();
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find((one) => one === search.get('view')) ?? 'all';
  const sort = SORTS.find((one) => one === search.get('sort')) ?? 'due';
  const text = search.get('text') ?? '';
  const cursor = search.get('cursor');
  const keptId = search.get('kept');
  const views = useDeskViews();
  const kept = views.data?.find(({ id }) => id === keptId);
  const query = kept?.query ?? {
    ...FILTER_OF[view],
    sort,
    ...(text.trim() === '' ? {} : { text: text.trim() }),
  };
  const set = (changes: Record<string, string>) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        after.delete('cursor');
        after.delete('kept');
        for (const [name, value] of Object.entries(changes))
          if (value === '') after.delete(name);
          else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  const queries = useQueryClient();
  const live = useLive('/v1/desk/events', () => void queries.invalidateQueries({ queryKey: ['desk'] }));
  const desk = useQuery({
    queryKey: ['desk', session.status === 'out' ? null : session.person, query, cursor],
    queryFn: () =>
      ask(api.GET('/v1/desk', { params: { query: cursor === null ? query : { ...query, cursor } } })),
    placeholderData: keepPreviousData,
    // Each look is recorded: nobody looks at everything only because a kept view is still on its way.
    enabled: keptId === null || !views.isPending,
    refetchInterval: live ? SELDOM_MS : LOOK_EVERY_MS,
  });
  const fresh = useArrivals(`${JSON.stringify(query)} ${cursor}`, desk.data?.items);
  const setNow = useRef(set);
  useEffect(() => {
    setNow.current = set;
  });
  const showView = useCallback((one: View) => setNow.current({ view: one }), []);
  return (
    <>
      <div className="desk-tools">
        <fieldset className="tabs">
          <legend className="hidden">{t('desk.view')}</legend>
          {VIEWS.map((one) => (
            <label key={one} className="tab">
              <input
                type="radio"
                name="view"
                checked={one === view && kept === undefined}
                onChange={() => set({ view: one })}
              />
              <span>
                {t(`desk_view.${one}`)} <Count counts={desk.data?.counts} view={one} />
              </span>
            </label>
          ))}
        </fieldset>
        <Search key={text} text={text} onSearch={(wanted) => set({ text: wanted })} />
        <div className="field">
          <label htmlFor="sort">{t('desk.sort')}</label>
          <select
            id="sort"
            className="input"
            value={sort}
            onChange={(event) => set({ sort: event.target.value })}
          >
            {SORTS.map((one) => (
              <option key={one} value={one}>
                {t(`desk_sort.${one}`)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="desk-folds">
        <DeskViews kept={keptId} query={query} onChoose={(id) => set({ kept: id })} />
        <DeskKeys onView={showView} />
      </div>
      <p role="status" className="small">
        {fresh.length === 0 ? '' : t('desk.arrived', { count: fresh.length })}
      </p>
      {desk.isPending ? <Loading /> : null}
      {desk.isError ? <Trouble error={desk.error} again={() => void desk.refetch()} /> : null}
      {desk.data?.items.length === 0 ? (
        <Empty>
          <p>{t('desk.empty')}</p>
        </Empty>
      ) : null}
      {desk.data === undefined || desk.data.items.length === 0 ? null : (
        <Table items={desk.data.items} fresh={fresh} />
      )}
      <p className="actions">
        {cursor === null ? null : (
          <button type="button" className="button button-secondary" onClick={() => set({})}>
            {t('desk.first')}
          </button>
        )}
        {desk.data?.nextCursor === undefined ? null : (
          <button
            type="button"
            className="button button-secondary"
            onClick={() => set({ cursor: desk.data?.nextCursor ?? '' })}
          >
            {t('desk.next')}
          </button>
        )}
      </p>
    </>
  );
}

type Line = Schemas['Desk']['items'][number];

/** What came since the list was first shown. */
function useArrivals(list: string, items: Line[] | undefined): string[] {
  const known = useRef<{ list: string; ids: Set<string> }>(undefined);
  const [fresh, setFresh] = useState<string[]>([]);
  useEffect(() => {
    if (items === undefined) return;
    const ids = items.map(({ id }) => id);
    if (known.current?.list !== list) {
      known.current = { list, ids: new Set(ids) };
      setFresh([]);
      return;
    }
    const { ids: before } = known.current;
    setFresh(ids.filter((id) => !before.has(id)));
  }, [items, list]);
  return fresh;
}

/** The API says until where it counts: a count as high means so many or more. */
function Count({ counts, view }: { counts: Schemas['Desk']['counts'] | undefined; view: View }) {
  if (counts === undefined || counts === null) return null;
  const open = FILTER_OF.all.state?.split(',') ?? [];
  const all = open.reduce((sum, state) => sum + (counts.states[state as keyof typeof counts.states] ?? 0), 0);
  const count = { all, mine: counts.mine, unassigned: counts.unassigned, overdue: counts.overdue }[view];
  return <span className="count">{boundedCount(count, counts.upTo)}</span>;
}

function Search({ text, onSearch }: { text: string; onSearch(text: string): void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(text);
  return (
    <search>
      <form
        className="field desk-search"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(typed);
        }}
      >
        <label htmlFor="desk-text">{t('desk.search')}</label>
        <input
          id="desk-text"
          className="input"
          type="search"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button type="submit" className="button button-secondary">
          {t('desk.find')}
        </button>
      </form>
    </search>
  );
}

/** From one line to the next by the arrow keys, once one is in the list. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const next = links[at + step];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

function Table({ items, fresh }: { items: Line[]; fresh: string[] }) {
  const { t, say } = useWords();
  const officeName = useOfficeName();
  return (
    <table className="desk">
      <caption className="hidden">{t('desk.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('desk.document')}</th>
          <th scope="col">{t('desk.state')}</th>
          <th scope="col">{t('desk.due')}</th>
          <th scope="col">{t('desk.handler')}</th>
          <th scope="col">{t('desk.received')}</th>
        </tr>
      </thead>
      <tbody onKeyDown={moveFocus}>
        {items.map((line) => (
          <tr key={line.id}>
            <td>
              <Link to={`/desk/${line.id}`}>
                {line.formTitle === null ? t('documents.letter') : say(line.formTitle)}
              </Link>
              {fresh.includes(line.id) ? <span className="tag tag-closed">{t('desk.new')}</span> : null}
              <br />
              <span className="small">
                {line.registrationNumber ?? t('documents.no_number')} · {officeName(line.office)}
              </span>
            </td>
            <td>
              <span className={`tag tag-${line.state}`}>{t(`state.${line.state}`)}</span>
            </td>
            <td>
              {line.dueAt === null ? '–' : <When at={line.dueAt} />}
              {line.clock === 'passed' ? <span className="tag tag-error">{t('desk.overdue')}</span> : null}
              {line.clock === 'approaching' ? (
                <span className="tag tag-warning">{t('desk.soon')}</span>
              ) : null}
            </td>
            <td>{line.handler === null ? '–' : <NameOf person={line.handler} office={line.office} />}</td>
            <td>
              <When at={line.receivedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NameOf({ person, office }: { person: string; office: string | null }) {
  return useNameOf(office)(person);
}
