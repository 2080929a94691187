import { useWords } from '../words';
import { When } from './when';

const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/** When a document leaves the mailbox: said where it matters soon, or always. */
export function RemovedOn({ at, shown }: { at: string; shown: 'when_near' | 'always' }) {
  const { t } = useWords();
  const near = new Date(at).getTime() - Date.now() < SOON_DAYS * DAY_MS;
  if (!near && shown === 'when_near') return null;
  return (
    <span className={near ? 'tag tag-warning' : undefined}>
      {t('mailbox.removed_on')} <When at={at} only="date" />
    </span>
  );
}
