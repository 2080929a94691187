import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, ask, type Schemas } from '../../api/client';
import { useOfficeName } from '../../parts/offices';
import { Empty, Loading, Trouble } from '../../parts/states';
import { useWords } from '../../words';
import { OfficialPage } from '../official-page';
import { BarChart } from './bar-chart';

const DIMENSIONS = ['month', 'office', 'form', 'sector', 'outcome'] as const;
const MEASURES = ['submissions', 'hoursToDecision', 'overdue', 'satisfaction'] as const;
type Measure = (typeof MEASURES)[number];
type Line = Schemas['Statistics']['items'][number];

/** What the exchange does, as charts with the same figures as a table. */
export function StatisticsPage() {
  const { t } = useWords();
  return <OfficialPage title={t('statistics.title')}>{() => <Counted />}</OfficialPage>;
}

function Counted() {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const by = DIMENSIONS.find((one) => one === search.get('by')) ?? 'month';
  const measure = MEASURES.find((one) => one === search.get('measure')) ?? 'submissions';
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        after.set(name, value);
        return after;
      },
      { replace: true },
    );
  const statistics = useQuery({
    queryKey: ['statistics', by],
    queryFn: () => ask(api.GET('/v1/statistics', { params: { query: { by } } })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return (
    <>
      <div className="desk-tools">
        <div className="field">
          <label htmlFor="statistics-by">{t('statistics.by')}</label>
          <select
            id="statistics-by"
            className="input"
            value={by}
            onChange={(event) => set('by', event.target.value)}
          >
            {DIMENSIONS.map((one) => (
              <option key={one} value={one}>
                {t(`statistics_by.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="statistics-measure">{t('statistics.measure')}</label>
          <select
            id="statistics-measure"
            className="input"
            value={measure}
            onChange={(event) => set('measure', event.target.value)}
          >
            {MEASURES.map((one) => (
              <option key={one} value={one}>
                {t(`measure.${one}`)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {statistics.isPending ? <Loading /> : null}
      {statistics.isError ? (
        <Trouble error={statistics.error} again={() => void statistics.refetch()} />
      ) : null}
      {statistics.data?.items.length === 0 ? (
        <Empty>
          <p>{t('statistics.none')}</p>
        </Empty>
      ) : null}
      {statistics.data === undefined || statistics.data.items.length === 0 ? null : (
        <Figures statistics={statistics.data} measure={measure} />
      )}
    </>
  );
}

const figureOf = (line: Line, measure: Measure): number | null =>
  ({
    submissions: line.submissions,
    hoursToDecision: line.hoursToDecision.median,
    overdue: line.overdue === null ? null : Math.round(line.overdue * 100),
    satisfaction: line.satisfaction.mean,
  })[measure];

function Figures({ statistics, measure }: { statistics: Schemas['Statistics']; measure: Measure }) {
  const { t, known } = useWords();
  const officeName = useOfficeName();
  const { by, items, minimum } = statistics;
  const nameOf = (value: string): string => {
    if (by === 'office') return officeName(value);
    if (by === 'outcome') return known(`outcome.${value}`) ? t(`outcome.${value}`) : value;
    if (by === 'sector') return known(`sector.${value}`) ? t(`sector.${value}`) : value;
    return value;
  };
  const say = (value: number | null): string => (value === null ? '–' : String(value));
  return (
    <>
      <BarChart
        title={t(`measure.${measure}`)}
        bars={items.map((line) => ({ label: nameOf(line.value), value: figureOf(line, measure) }))}
      />
      <table className="desk">
        <caption>{t('statistics.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`statistics_by.${by}`)}</th>
            {MEASURES.map((one) => (
              <th key={one} scope="col">
                {t(`measure.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((line) => (
            <tr key={line.value}>
              <th scope="row">{nameOf(line.value)}</th>
              {MEASURES.map((one) => (
                <td key={one}>{say(figureOf(line, one))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small">{t('statistics.minimum', { count: minimum })}</p>
    </>
  );
}
