import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../api/client';
import { Page } from '../parts/page';
import { Progress } from '../parts/progress';
import { Loading, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';

/** How a document stands, for whoever holds its tracking code; nobody has to sign in, and the code is in no address. */
export function Track() {
  const { t, say } = useWords();
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState('');
  const found = useQuery({
    queryKey: ['track', code],
    queryFn: () => ask(api.GET('/v1/track/{code}', { params: { path: { code } } })),
    enabled: code !== '',
  });
  return (
    <Page title={t('track.title')} lead={t('track.lead')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setCode(typed.trim());
        }}
      >
        <div className="field">
          <label htmlFor="code">{t('received.tracking')}</label>
          <input
            id="code"
            className="input"
            value={typed}
            maxLength={40}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <button type="submit" className="button">
          {t('track.look')}
        </button>
      </form>
      {code !== '' && found.isPending ? <Loading /> : null}
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.data === undefined ? null : (
        <>
          <div className="panel" role="status" data-state={found.data.state}>
            <p className="state">{t(`state.${found.data.state}`)}</p>
            <p>
              {say(found.data.office)} · {t('documents.received')}{' '}
              <When at={found.data.receivedAt} only="date" />
            </p>
            {found.data.dueAt === null || found.data.decidedAt !== null ? null : (
              <p>
                {t('document.due')}: <When at={found.data.dueAt} />
              </p>
            )}
          </div>
          <Progress state={found.data.state} />
        </>
      )}
    </Page>
  );
}
