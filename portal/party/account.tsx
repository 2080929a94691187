import { Link } from 'react-router';
import { useMe } from '../parts/me';
import { Page } from '../parts/page';
import { SignedIn } from '../parts/states';
import { useWords } from '../words';

const PLACES = ['organisations', 'authorisations', 'batches', 'exports', 'settings'] as const;

/** What one keeps beside documents: organisations, who may act for whom, batches, exports, settings. */
export function Account() {
  const { t } = useWords();
  const me = useMe();
  return (
    <SignedIn title={t('account.title')}>
      <Page title={t('account.title')}>
        {me.data === undefined ? null : (
          <p>
            {t('account.id')} <code>{me.data.person}</code>
          </p>
        )}
        <ul className="cards">
          {PLACES.map((place) => (
            <li key={place}>
              <Link className="card" to={`/${place}`}>
                <strong>{t(`account.${place}`)}</strong>
                <span>{t(`account_what.${place}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Page>
    </SignedIn>
  );
}
