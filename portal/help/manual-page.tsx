import { useQuery } from '@tanstack/react-query';
import { NavLink, useParams } from 'react-router';
import { Page } from '../parts/page';
import { Loading, NotFound, Trouble } from '../parts/states';
import { useWords } from '../words';
import { AUDIENCES, type Audience, loadManual } from './help';
import { TopicWords } from './topic-words';
import '../styles/help.css';

/** The manual of one audience, whole, to read or to print. */
export function ManualPage() {
  const { audience = 'citizen' } = useParams();
  const known = AUDIENCES.find((one) => one === audience);
  return known === undefined ? <NotFound /> : <Whole audience={known} />;
}

function Whole({ audience }: { audience: Audience }) {
  const { t, say } = useWords();
  const manual = useQuery({
    queryKey: ['help', audience],
    queryFn: () => loadManual(audience),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const title = manual.data === undefined ? t('help.title') : say(manual.data.title);
  return (
    <Page title={title} {...(manual.data === undefined ? {} : { lead: say(manual.data.lead) })}>
      <nav className="help-audiences" aria-label={t('help.audiences')}>
        {AUDIENCES.map((one) => (
          <NavLink key={one} to={`/help/${one}`}>
            {t(`help_audience.${one}`)}
          </NavLink>
        ))}
        <button type="button" className="link-button" onClick={() => window.print()}>
          {t('help.print')}
        </button>
      </nav>
      {manual.isPending ? <Loading /> : null}
      {manual.isError ? <Trouble error={manual.error} again={() => void manual.refetch()} /> : null}
      {manual.data?.topics.map((topic) => (
        <section key={topic.id} className="help-topic" aria-labelledby={`topic-${topic.id}`}>
          <h2 id={`topic-${topic.id}`}>{say(topic.title)}</h2>
          <TopicWords topic={topic} />
        </section>
      ))}
    </Page>
  );
}
