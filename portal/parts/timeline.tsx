import { useWords } from '../words';
import { useOfficeName } from './offices';
import { Loading, Trouble } from './states';
import { type Submission, useTimeline } from './submission';
import { When } from './when';

/** What happened, newest first, with the words that went with it. */
export function Timeline({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const timeline = useTimeline(submission);
  const officeName = useOfficeName();
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('timeline.title')}</h2>
      {timeline.isPending ? <Loading /> : null}
      {timeline.isError ? <Trouble error={timeline.error} again={() => void timeline.refetch()} /> : null}
      <ol className="timeline">
        {timeline.data?.items.toReversed().map((entry) => (
          <li key={entry.seq}>
            <p className="timeline-what">
              {entry.events.map(({ event }) => t(`event.${event}`)).join(' · ')}
            </p>
            <p className="small">
              <When at={entry.at} />
              {entry.by.office === null ? null : ` · ${officeName(entry.by.office)}`}
            </p>
            <Said words={entry.words} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The reply of a decision has a place of its own. */
function Said({ words }: { words: Record<string, unknown> | null }) {
  if (typeof words?.words !== 'string') return null;
  return <p className="said as-written">{words.words}</p>;
}
