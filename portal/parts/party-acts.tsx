import { useId } from 'react';
import { useKeptText } from '../form/kept-text';
import { useWords } from '../words';
import { useAct } from './act';
import { Trouble } from './states';
import type { Submission } from './submission';

/** What the sender may do now beside supplementing: more time, ask how it stands, take it back. */
export function PartyActs({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const has = (kind: Submission['allowed'][number]) => submission.allowed.includes(kind);
  if (!has('withdraw') && !has('request_supplement_extension') && !has('request_progress')) return null;
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{t('acts.title')}</h2>
      {has('request_supplement_extension') ? <MoreTime submission={submission} /> : null}
      {has('request_progress') ? <AskProgress submission={submission} /> : null}
      {has('withdraw') ? <Withdraw submission={submission} /> : null}
    </section>
  );
}

function MoreTime({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const id = useId();
  const why = useKeptText(`more_time.${submission.id}`);
  const words = why.text;
  const act = useAct(submission, why.sent);
  return (
    <details className="fold" open={why.begun}>
      <summary>{t('acts.more_time')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!act.isPending) act.mutate({ act: 'supplement-extensions', body: { words } });
        }}
      >
        <div className="field">
          <label htmlFor={id}>{t('acts.why')}</label>
          <textarea
            id={id}
            className="input"
            rows={3}
            required
            value={words}
            onChange={(event) => why.write(event.target.value)}
          />
        </div>
        {act.isError ? <Trouble error={act.error} /> : null}
        <button type="submit" className="button" aria-busy={act.isPending}>
          {t('acts.more_time')}
        </button>
      </form>
    </details>
  );
}

function AskProgress({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const act = useAct(submission);
  return (
    <div className="act">
      <button
        type="button"
        className="button button-secondary"
        aria-busy={act.isPending}
        onClick={() => {
          if (!act.isPending) act.mutate({ act: 'progress-requests', body: {} });
        }}
      >
        {t('acts.progress')}
      </button>
      <div role="status">{act.isSuccess ? <p className="small">{t('acts.progress_done')}</p> : null}</div>
      {act.isError ? <Trouble error={act.error} /> : null}
    </div>
  );
}

/** Taken back is taken back: it is asked twice. */
function Withdraw({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const act = useAct(submission);
  return (
    <details className="fold">
      <summary>{t('acts.withdraw')}</summary>
      <p>{t('acts.withdraw_means')}</p>
      {act.isError ? <Trouble error={act.error} /> : null}
      <button
        type="button"
        className="button button-danger"
        aria-busy={act.isPending}
        onClick={() => {
          if (!act.isPending) act.mutate({ act: 'withdrawals', body: {} });
        }}
      >
        {t('acts.withdraw_now')}
      </button>
    </details>
  );
}
