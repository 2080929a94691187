import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { DeedButton, useDeed } from '../parts/deed';
import { Download } from '../parts/download';
import { Pieces, usePieces } from '../parts/lines';
import { useOrganisationName } from '../parts/organisations';
import { Page } from '../parts/page';
import { SignedIn } from '../parts/states';
import { When } from '../parts/when';
import { Whose } from '../parts/whose';
import { useWords } from '../words';

const LOOK_EVERY_MS = 3_000;

/** Everything that was sent and received, with its proofs, to take along. */
export function Exports() {
  const { t } = useWords();
  return (
    <SignedIn title={t('exports.title')}>
      <Page title={t('exports.title')} lead={t('exports.lead')}>
        <Request />
        <List />
      </Page>
    </SignedIn>
  );
}

function Request() {
  const { t, language } = useWords();
  const [organisation, setOrganisation] = useState(useSearchParams()[0].get('organisation') ?? '');
  const request = useDeed(
    (key) =>
      ask(
        api.POST('/v1/exports', {
          params: { header: { 'Idempotency-Key': key } },
          body: { language, ...(organisation === '' ? {} : { organisation }) },
        }),
      ),
    { changes: ['exports'] },
  );
  return (
    <>
      <Whose needs="read" value={organisation} onChange={setOrganisation} />
      <DeedButton deed={request}>{t('exports.request')}</DeedButton>
    </>
  );
}

function List() {
  const { t } = useWords();
  const list = usePieces(['exports'], (query) => ask(api.GET('/v1/exports', { params: { query } })), {
    everyMs: LOOK_EVERY_MS,
    whileAny: ({ state }) => state === 'packing',
  });
  return (
    <>
      <h2>{t('exports.all')}</h2>
      <Pieces list={list} className="cards" empty={<p>{t('exports.none')}</p>}>
        {(one) => <Line key={one.id} export_={one} />}
      </Pieces>
    </>
  );
}

function Line({ export_: one }: { export_: Schemas['Export'] }) {
  const { t } = useWords();
  const organisationName = useOrganisationName();
  const whole = one.submissions + one.mail + one.drafts;
  return (
    <li className="card">
      <span className={one.state === 'ready' ? 'tag tag-closed' : 'tag'} role="status">
        {t(`export_state.${one.state}`)}
      </span>
      <strong>
        <When at={one.requestedAt} />
      </strong>
      {one.organisation === null ? null : (
        <span>{t('acting.for', { name: organisationName(one.organisation) })}</span>
      )}
      <span>{t('exports.counts', { submissions: one.submissions, mail: one.mail, drafts: one.drafts })}</span>
      {one.state === 'packing' ? (
        <progress
          className="whole-width"
          value={whole === 0 ? 0 : one.packed / whole}
          aria-label={t('exports.progress')}
        />
      ) : null}
      {one.state === 'ready' && one.removeAt !== null ? (
        <>
          {Array.from({ length: one.parts ?? 1 }, (_, at) => at + 1).map((part) => (
            <Download key={part} path={`/v1/exports/${one.id}/file?part=${part}`}>
              {(one.parts ?? 1) === 1 ? t('exports.file') : t('exports.part', { part, parts: one.parts })}
            </Download>
          ))}
          <span className="small">
            {t('exports.until')} <When at={one.removeAt} only="date" />
          </span>
        </>
      ) : null}
    </li>
  );
}
