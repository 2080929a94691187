import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { Refused } from '../api/problem';
import { useAct } from '../parts/act';
import { ContentOf } from '../parts/content';
import { useMe } from '../parts/me';
import { Loading, Trouble } from '../parts/states';
import { type Submission, useTimeline } from '../parts/submission';
import { useWords } from '../words';
import { Changes } from './changes';

/** What was sent is shown to whoever opened it; that it was opened is evidence. */
export function Opened({ submission, ours }: { submission: Submission; ours: boolean }) {
  return ours ? <AtOffice submission={submission} /> : <AtUnit submission={submission} />;
}

/** The timeline of the office says whether somebody has opened it. */
function AtOffice({ submission }: { submission: Submission }) {
  const me = useMe();
  const timeline = useTimeline(submission);
  if (timeline.isPending || me.isPending) return <Loading />;
  if (timeline.isError) return <Trouble error={timeline.error} again={() => void timeline.refetch()} />;
  const opened = timeline.data.items.some(({ kind, by }) => kind === 'open' && by.person === me.data?.person);
  return opened ? <Content submission={submission} /> : <ToOpen submission={submission} />;
}

/** A unit that was asked sees no timeline: the content itself says whether it must be opened first. */
function AtUnit({ submission }: { submission: Submission }) {
  const { id } = submission;
  const content = useQuery({
    queryKey: ['content', id],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/content', { params: { path: { id } } })),
    staleTime: 60_000,
  });
  if (content.isPending) return <Loading />;
  if (content.error instanceof Refused && content.error.problem.code === 'content.not_opened')
    return <ToOpen submission={submission} />;
  return <Content submission={submission} />;
}

function Content({ submission }: { submission: Submission }) {
  return (
    <>
      <Changes submission={submission} />
      <ContentOf submission={submission} />
    </>
  );
}

function ToOpen({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const act = useAct(submission);
  if (!submission.allowed.includes('open')) return <p>{t('office.not_opened')}</p>;
  return (
    <>
      <p>{t('office.open_means')}</p>
      <p>
        <button
          type="button"
          className="button"
          aria-busy={act.isPending}
          onClick={() => {
            if (!act.isPending) act.mutate({ act: 'openings', body: {} });
          }}
        >
          {t('office.open')}
        </button>
      </p>
      {act.isError ? <Trouble error={act.error} /> : null}
    </>
  );
}
