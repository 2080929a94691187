import { Link } from 'react-router';
import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { Saying } from './saying';

const KINDS = [
  'supplement',
  'request_supplement_extension',
  'request_progress',
  'acknowledge',
  'withdraw',
] as const;

/** Whoever came to the counter cannot sign in: what they say or bring later, an official writes down. */
export function ForSender({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const has = (kind: (typeof KINDS)[number]) => submission.allowed.includes(kind);
  if (!KINDS.some(has)) return null;
  return (
    <>
      <h3>{t('counter.title')}</h3>
      {has('supplement') ? (
        <p>
          <Link to={`/documents/${submission.id}/supplement`}>{t('counter.supplement')}</Link>
        </p>
      ) : null}
      {has('request_supplement_extension') ? (
        <Saying submission={submission} act="supplement-extensions" name={t('acts.more_time')} />
      ) : null}
      {has('request_progress') ? (
        <Saying submission={submission} act="progress-requests" name={t('acts.progress')} silent />
      ) : null}
      {has('acknowledge') && !submission.replyRead ? (
        <Saying submission={submission} act="acknowledgements" name={t('counter.handed_over')} silent />
      ) : null}
      {has('withdraw') ? (
        <Saying submission={submission} act="withdrawals" name={t('acts.withdraw')} silent />
      ) : null}
    </>
  );
}
