import { useState } from 'react';
import { Navigate, useParams, useSearchParams } from 'react-router';
import { ActingFor } from '../form/acting-for';
import { draftName, emptyDraft, forgetDraft, readDraft, useDraft } from '../form/draft';
import { KeepDraft } from '../form/keep-draft';
import { sendDraft } from '../form/send-draft';
import { SentAlready } from '../form/sent-already';
import { WrittenLetter } from '../form/written-letter';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { SignedIn } from '../parts/states';
import { useWords } from '../words';

/** A letter to an office, where there is no form for what somebody wants. */
export function WriteLetter() {
  const { office = '' } = useParams();
  const { t } = useWords();
  const kept = useSearchParams()[0].get('draft');
  return (
    <SignedIn title={t('letter.title')}>
      {kept !== null && readDraft(draftName('', kept)) === undefined ? (
        <Navigate to={`/drafts/${kept}`} replace />
      ) : (
        <Write key={office} office={office} kept={kept} />
      )}
    </SignedIn>
  );
}

function Write({ office, kept }: { office: string; kept: string | null }) {
  const { t } = useWords();
  const officeName = useOfficeName();
  const what = `letter.${office}`;
  const name = draftName(what, kept);
  const [draft, change] = useDraft(name, () => ({ ...emptyDraft(1, { title: '', body: '' }), office }));
  const [sentBefore] = useState(draft.sentAs);
  if (sentBefore !== undefined)
    return (
      <SentAlready
        id={sentBefore}
        title={t('letter.title')}
        another={`/offices/${office}/letter`}
        onAnother={() => forgetDraft(name)}
      />
    );
  return (
    <Page title={t('letter.title')} lead={t('letter.to', { office: officeName(office) })}>
      <WrittenLetter
        draft={draft}
        change={change}
        before={<ActingFor draft={draft} change={change} form={null} />}
        send={() => sendDraft(draft, null, change)}
        beside={<KeepDraft draft={draft} change={change} form={null} what={what} />}
      />
    </Page>
  );
}
