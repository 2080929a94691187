import { useState } from 'react';
import { useParams } from 'react-router';
import { api, ask } from '../api/client';
import { emptyDraft, forgetDraft, useDraft } from '../form/draft';
import type { Letter } from '../form/letter-fields';
import { LETTER_FILES } from '../form/letter-files';
import { SentAlready } from '../form/sent-already';
import { WrittenLetter } from '../form/written-letter';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { SignedIn } from '../parts/states';
import { useWords } from '../words';

const WAIT = 'wait=10';

/** A letter to an office, where there is no form for what somebody wants. */
export function WriteLetter() {
  const { office = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('letter.title')}>
      <Write key={office} office={office} />
    </SignedIn>
  );
}

function Write({ office }: { office: string }) {
  const { t } = useWords();
  const officeName = useOfficeName();
  const name = `letter.${office}`;
  const [draft, change] = useDraft(name, () => emptyDraft(1, { title: '', body: '' }));
  const [sentBefore] = useState(draft.sentAs);
  if (sentBefore !== undefined)
    return <SentAlready id={sentBefore} title={t('letter.title')} onAnother={() => forgetDraft(name)} />;
  return (
    <Page title={t('letter.title')} lead={t('letter.to', { office: officeName(office) })}>
      <WrittenLetter
        draft={draft}
        change={change}
        send={({ key, answers, attachments }) =>
          ask(
            api.POST('/v1/submissions', {
              params: { header: { 'Idempotency-Key': key, Prefer: WAIT } },
              body: {
                letter: answers as Letter,
                office,
                attachments: attachments.map(({ upload }) => ({ upload, name: LETTER_FILES.name })),
              },
            }),
          )
        }
      />
    </Page>
  );
}
