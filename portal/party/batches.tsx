import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { Refused } from '../api/problem';
import { send } from '../api/send';
import { Download } from '../parts/download';
import { Pieces, usePieces } from '../parts/lines';
import { Page } from '../parts/page';
import { SignedIn, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { Whose } from '../parts/whose';
import { useWords } from '../words';

const LOOK_EVERY_MS = 2_000;

/** Many documents at once from a file, one in each line; how far each batch is, and what became of its lines. */
export function Batches() {
  const { t } = useWords();
  return (
    <SignedIn title={t('batches.title')}>
      <Page title={t('batches.title')} lead={t('batches.lead')}>
        <Sent />
      </Page>
    </SignedIn>
  );
}

function Sent() {
  const { t } = useWords();
  const [organisation, setOrganisation] = useState(useSearchParams()[0].get('organisation') ?? '');
  const of = organisation === '' ? {} : { organisation };
  const list = usePieces(
    ['batches', organisation],
    (query) => ask(api.GET('/v1/batches', { params: { query: { ...query, ...of } } })),
    { everyMs: LOOK_EVERY_MS, whileAny: ({ status }) => status !== 'done' },
  );
  return (
    <>
      <Whose needs="submit" value={organisation} onChange={setOrganisation} />
      <Send key={organisation} organisation={organisation} />
      <h2>{t('batches.sent')}</h2>
      <Pieces list={list} className="cards" empty={<p>{t('batches.none')}</p>}>
        {(batch) => <Line key={batch.id} batch={batch} />}
      </Pieces>
    </>
  );
}

interface OnItsWay {
  file: File;
  /** The same again is the same batch. */
  key: string;
  progress: number;
  error?: unknown;
}

function Send({ organisation }: { organisation: string }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [way, setWay] = useState<OnItsWay>();
  const input = useRef<HTMLInputElement>(null);
  const begin = async (file: File, key: string) => {
    setWay({ file, key, progress: 0 });
    const query = organisation === '' ? '' : `?organisation=${encodeURIComponent(organisation)}`;
    const headers = { 'Idempotency-Key': key, 'Content-Type': 'application/x-ndjson' };
    try {
      await send('POST', `/v1/batches${query}`, file.slice(), headers, (progress) =>
        setWay({ file, key, progress }),
      );
      setWay(undefined);
      await queries.invalidateQueries({ queryKey: ['batches'] });
    } catch (error) {
      setWay({ file, key, progress: 0, error });
    }
  };
  return (
    <div className="field">
      <label htmlFor="batch">{t('batches.file')}</label>
      <p className="hint" id="batch-hint">
        {t('batches.hint')}
      </p>
      <input
        id="batch"
        ref={input}
        className="input"
        type="file"
        accept=".ndjson,.jsonl,application/x-ndjson"
        aria-describedby="batch-hint"
        disabled={way !== undefined && way.error === undefined}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) void begin(file, crypto.randomUUID());
          target.value = '';
        }}
      />
      {way === undefined || way.error !== undefined ? null : (
        <p>
          {way.file.name}{' '}
          <progress value={way.progress} aria-label={t('attachments.sending', { file: way.file.name })} />
        </p>
      )}
      {way?.error === undefined ? null : (
        <>
          <Trouble error={way.error} />
          {way.error instanceof Refused ? null : (
            <button
              type="button"
              className="button button-secondary"
              onClick={() => void begin(way.file, way.key)}
            >
              {t('attachments.again', { file: way.file.name })}
            </button>
          )}
        </>
      )}
    </div>
  );
}

function Line({ batch }: { batch: Schemas['Batch'] }) {
  const { t } = useWords();
  const { id, lines, accepted, refused, waiting, status } = batch;
  return (
    <li className="card">
      <span className={status === 'done' ? 'tag tag-closed' : 'tag'}>{t(`batch_status.${status}`)}</span>
      <strong>
        <When at={batch.receivedAt} />
      </strong>
      <progress
        className="whole-width"
        value={lines === 0 ? 0 : (lines - waiting) / lines}
        aria-label={t('batches.progress')}
      />
      <span role="status">{t('batches.counts', { lines, accepted, refused, waiting })}</span>
      <Download path={`/v1/batches/${id}/results`} name={`batch-${id}.ndjson`}>
        {t('batches.results')}
      </Download>
    </li>
  );
}
