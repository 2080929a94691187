import { useWords } from '../words';

/** What an event is called; of what an office sent some are the recipient's, and not the office's (domain/evidence.ts). */
export function useEventWords(): (event: string, of: 'submission' | 'official_document') => string {
  const { t, known } = useWords();
  return (event, of) => {
    const key = `event_of_mail.${event}`;
    return of === 'official_document' && known(key) ? t(key) : t(`event.${event}`);
  };
}
