import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { api, ask } from '../../api/client';
import { More } from '../../parts/more';
import { Empty, Loading, Trouble } from '../../parts/states';
import { When } from '../../parts/when';
import { useWords } from '../../words';
import { useNameOf } from '../members';
import { OfficialPage } from '../official-page';

const STATES = ['draft', 'in_approval', 'registered', 'dispatched'] as const;

/** What an office sends on its own account, the newest draft first. */
export function Outgoing() {
  const { t } = useWords();
  return (
    <OfficialPage title={t('outgoing.title')}>
      {(office) => <List key={office} office={office} />}
    </OfficialPage>
  );
}

function List({ office }: { office: string }) {
  const { t } = useWords();
  const nameOf = useNameOf(office);
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((one) => one === search.get('state'));
  const documents = useInfiniteQuery({
    queryKey: ['outgoing list', office, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const query = {
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const params = { path: { code: office }, query };
      return ask(api.GET('/v1/offices/{code}/official-documents', { params }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
  const items = documents.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <p className="actions">
        <Link className="button" to={`/outgoing/new?office=${office}`}>
          {t('outgoing.new')}
        </Link>
      </p>
      <div className="field">
        <label htmlFor="outgoing-state">{t('desk.state')}</label>
        <select
          id="outgoing-state"
          className="input input-number"
          value={state ?? ''}
          onChange={(event) =>
            setSearch({ office, ...(event.target.value === '' ? {} : { state: event.target.value }) })
          }
        >
          <option value="">{t('outgoing.every')}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {t(`outgoing_state.${one}`)}
            </option>
          ))}
        </select>
      </div>
      {documents.isPending ? <Loading /> : null}
      {documents.isError ? <Trouble error={documents.error} again={() => void documents.refetch()} /> : null}
      {documents.isSuccess && items.length === 0 ? (
        <Empty>
          <p>{t('outgoing.none')}</p>
        </Empty>
      ) : null}
      {items.length === 0 ? null : (
        <table className="desk">
          <caption className="hidden">{t('outgoing.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('desk.document')}</th>
              <th scope="col">{t('desk.state')}</th>
              <th scope="col">{t('outgoing.recipients')}</th>
              <th scope="col">{t('outgoing.drafter')}</th>
              <th scope="col">{t('outgoing.drafted')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((line) => (
              <tr key={line.id}>
                <td>
                  <Link to={`/outgoing/${line.id}`}>{line.title}</Link>
                  <br />
                  <span className="small">{line.number ?? t('outgoing.no_number')}</span>
                </td>
                <td>
                  <span className="tag">{t(`outgoing_state.${line.state}`)}</span>
                </td>
                <td>{line.recipients}</td>
                <td>{nameOf(line.drafter)}</td>
                <td>
                  <When at={line.draftedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More of={documents}>{t('documents.more')}</More>
    </>
  );
}
