import { useNavigate } from 'react-router';
import { api, ask } from '../api/client';
import { useWords } from '../words';
import { DeedButton, useDeed } from './deed';

/** Begins a new document with what was sent: a draft by the form of today, attachments included. */
export function Copy({ id }: { id: string }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const copy = useDeed(
    (key) =>
      ask(
        api.POST('/v1/submissions/{id}/copies', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    { changes: ['drafts'], onDone: (draft) => void navigate(`/drafts/${draft.id}`) },
  );
  return (
    <p>
      <DeedButton deed={copy} look="button button-secondary">
        {t('drafts.copy')}
      </DeedButton>
    </p>
  );
}
