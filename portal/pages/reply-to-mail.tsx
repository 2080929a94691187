import { useState } from 'react';
import { useParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { emptyDraft, forgetDraft, useDraft } from '../form/draft';
import type { Letter } from '../form/letter-fields';
import { SentAlready } from '../form/sent-already';
import { WrittenLetter } from '../form/written-letter';
import { useMail } from '../parts/mail';
import { Page } from '../parts/page';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { useWords } from '../words';

const WAIT = 'wait=10';

/** An answer to a document of an office: a letter to it, linked to what it answers. */
export function ReplyToMail() {
  const { id = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('reply.title')}>
      <Asked key={id} id={id} />
    </SignedIn>
  );
}

function Asked({ id }: { id: string }) {
  const { t } = useWords();
  const mail = useMail(id);
  if (mail.data !== undefined) return <Reply mail={mail.data} />;
  return (
    <Page title={t('reply.title')}>
      {mail.isPending ? <Loading /> : <Trouble error={mail.error} again={() => void mail.refetch()} />}
    </Page>
  );
}

function Reply({ mail }: { mail: Schemas['Mail'] }) {
  const { t, say } = useWords();
  const { id } = mail;
  const name = `reply.${id}`;
  const [draft, change] = useDraft(name, () =>
    emptyDraft(1, {
      title: t('reply.subject', { title: mail.title ?? mail.number }).slice(0, 500),
      body: '',
    }),
  );
  const [sentBefore] = useState(draft.sentAs);
  if (sentBefore !== undefined)
    return (
      <SentAlready
        id={sentBefore}
        title={t('reply.title')}
        another={`/mailbox/${id}/reply`}
        onAnother={() => forgetDraft(name)}
      />
    );
  return (
    <Page title={t('reply.title')} lead={t('letter.to', { office: say(mail.officeName) })}>
      <p>{t('reply.answers', { number: mail.number })}</p>
      <WrittenLetter
        draft={draft}
        change={change}
        send={({ key, answers, attachments }) =>
          ask(
            api.POST('/v1/mailbox/{id}/replies', {
              params: { path: { id }, header: { 'Idempotency-Key': key, Prefer: WAIT } },
              body: {
                letter: answers as Letter,
                attachments: attachments.map(({ upload }) => ({ upload })),
              },
            }),
          )
        }
      />
    </Page>
  );
}
