import { Link } from 'react-router';
import type { Schemas } from '../api/client';
import { useWords } from '../words';
import { Download } from './download';
import { useEventWords } from './event-words';
import { When } from './when';

/** Receipts in their order, each as a page to print and as the file that proves itself. */
export function ReceiptLines({
  path,
  items,
  of,
}: {
  path: string;
  items: Schemas['Receipt'][];
  of: 'submission' | 'official_document';
}) {
  const { t, language } = useWords();
  const eventWords = useEventWords();
  return (
    <>
      <p>
        {t('receipts.what')} <Link to="/verify">{t('receipts.check')}</Link>
      </p>
      <ul className="lines">
        {items.map(({ evidence }) => (
          <li key={evidence.id}>
            <span>
              {eventWords(evidence.event, of)} · <When at={evidence.at} />
            </span>
            <span>
              <Download path={`${path}/${evidence.id}/pdf?language=${language}`}>
                PDF<span className="hidden"> {eventWords(evidence.event, of)}</span>
              </Download>{' '}
              <Download
                path={`${path}/${evidence.id}`}
                name={`receipt-${evidence.sequence}-${evidence.event}.json`}
              >
                {t('receipts.file')}
                <span className="hidden"> {eventWords(evidence.event, of)}</span>
              </Download>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
