import { useWords } from '../../words';

const ROW = 32;
const LABEL = 220;
const WIDTH = 720;
const ROOM_FOR_FIGURE = 60;

/** Lying bars, one below the other; the table beside it says the same to who does not see it. */
export function BarChart({
  title,
  bars,
}: {
  title: string;
  bars: { label: string; value: number | null }[];
}) {
  const { t } = useWords();
  const most = Math.max(...bars.map(({ value }) => value ?? 0), 0);
  const lengthOf = (value: number) => (most === 0 ? 0 : (value / most) * (WIDTH - LABEL - ROOM_FOR_FIGURE));
  return (
    <svg
      className="chart"
      role="img"
      aria-label={t('statistics.chart', { title })}
      viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`}
    >
      {bars.map(({ label, value }, at) => (
        <g key={label} transform={`translate(0 ${at * ROW})`}>
          <text x={LABEL - 12} y={ROW / 2} textAnchor="end" dominantBaseline="central">
            {label.length > 24 ? `${label.slice(0, 23)}…` : label}
          </text>
          <rect x={LABEL} y={5} width={lengthOf(value ?? 0)} height={ROW - 10} rx={3} />
          <text x={LABEL + lengthOf(value ?? 0) + 8} y={ROW / 2} dominantBaseline="central">
            {value ?? '–'}
          </text>
        </g>
      ))}
    </svg>
  );
}
