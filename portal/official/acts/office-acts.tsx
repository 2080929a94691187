import type { ReactNode } from 'react';
import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { ActForm } from '../act-form';
import { textOf } from '../field-form';
import { AskAgain, AskMore } from './ask-more';
import { Assign } from './assign';
import { Extend, Suspend } from './clock';
import { Decide } from './decide';
import { ForSender } from './for-sender';
import { Contribute, Involve, Return, Transfer } from './move-on';
import { ConfirmTransfer, Hold, ReleaseHold, ReviewDisposal } from './records';
import { Saying } from './saying';

type Act = (props: { submission: Submission }) => ReactNode;

/** A form for each act that an official may be allowed, the usual ones in front. */
const FORMS: [kinds: Submission['allowed'], form: Act][] = [
  [['decide'], Decide],
  [['assign', 'reassign'], Assign],
  [['contribute'], Contribute],
  [['request_supplement'], AskMore],
  [['request_resend'], AskAgain],
  [['approve'], Approve],
  [['send_back'], SendBack],
  [['resume'], Resume],
  [['suspend'], Suspend],
  [['correct'], Correct],
  [['extend'], Extend],
  [['involve'], Involve],
  [['transfer'], Transfer],
  [['return_to_sender'], Return],
  [['hold'], Hold],
  [['release_hold'], ReleaseHold],
  [['review_disposal'], ReviewDisposal],
  [['confirm_transfer'], ConfirmTransfer],
];

/** The acts that the API allows now, and no others. */
export function OfficeActs({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const { allowed } = submission;
  const forms = FORMS.filter(([kinds]) => kinds.some((kind) => allowed.includes(kind)));
  return (
    <>
      {allowed.length === 0 ? <p>{t('office.nothing')}</p> : null}
      {forms.map(([[kind], Form]) => (
        <Form key={kind} submission={submission} />
      ))}
      <ForSender submission={submission} />
    </>
  );
}

function Approve({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return <Saying submission={submission} act="approvals" name={t('office.approve')} silent />;
}

function SendBack({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return <Saying submission={submission} act="send-backs" name={t('office.send_back')} />;
}

function Resume({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return <Saying submission={submission} act="resumptions" name={t('office.resume')} />;
}

function Correct({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act="corrections"
      name={t('office.correct')}
      send={t('office.correct')}
      fields={[
        { pointer: '/words', label: t('office.correct_words'), kind: 'text' },
        { pointer: '/reply/title', label: t('office.reply_title'), kind: 'line' },
        { pointer: '/reply/body', label: t('office.reply_body'), kind: 'text', rows: 10 },
      ]}
      toBody={(values) => ({
        words: textOf(values, '/words'),
        reply: { title: textOf(values, '/reply/title'), body: textOf(values, '/reply/body') },
      })}
    />
  );
}
