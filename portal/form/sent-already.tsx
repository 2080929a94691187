import { Link } from 'react-router';
import { Page } from '../parts/page';
import { useWords } from '../words';

/** Whoever comes back to a document that was sent finds it, and no second way to send it. */
export function SentAlready({
  id,
  title,
  another,
  onAnother,
}: {
  id: string;
  title: string;
  /** Where one begins anew. */
  another: string;
  onAnother(): void;
}) {
  const { t } = useWords();
  return (
    <Page title={title} lead={t('form.sent_already')}>
      <p className="actions">
        <Link className="button" to={`/documents/${id}`}>
          {t('form.see_sent')}
        </Link>
        <button
          type="button"
          className="button button-secondary"
          onClick={() => {
            onAnother();
            window.location.assign(another);
          }}
        >
          {t('form.another')}
        </button>
      </p>
    </Page>
  );
}
