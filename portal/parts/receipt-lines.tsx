import { Link } from 'react-router';
import type { Schemas } from '../api/client';
import { useWords } from '../words';
import { Download } from './download';
import { When } from './when';

/** Receipts in their order, each as a page to print and as the file that proves itself. */
export function ReceiptLines({ path, items }: { path: string; items: Schemas['Receipt'][] }) {
  const { t, language } = useWords();
  return (
    <>
      <p>
        {t('receipts.what')} <Link to="/verify">{t('receipts.check')}</Link>
      </p>
      <ul className="lines">
        {items.map(({ evidence }) => (
          <li key={evidence.id}>
            <span>
              {t(`event.${evidence.event}`)} · <When at={evidence.at} />
            </span>
            <span>
              <Download path={`${path}/${evidence.id}/pdf?language=${language}`}>
                PDF<span className="hidden"> {t(`event.${evidence.event}`)}</span>
              </Download>{' '}
              <Download
                path={`${path}/${evidence.id}`}
                name={`receipt-${evidence.sequence}-${evidence.event}.json`}
              >
                {t('receipts.file')}
                <span className="hidden"> {t(`event.${evidence.event}`)}</span>
              </Download>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
