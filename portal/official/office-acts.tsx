import { useForm } from '../form/definition';
import { labelAt, localised } from '../form/schema';
import type { ActPath } from '../parts/act';
import { useMe } from '../parts/me';
import { useOfficeName, useOffices } from '../parts/offices';
import type { Submission } from '../parts/submission';
import { useWords } from '../words';
import { type ActField, ActForm } from './act-form';

const OUTCOMES = ['granted', 'partially_granted', 'refused', 'noted'] as const;
const SUSPENSION_REASONS = ['inquiry', 'consultation', 'litigation', 'force_majeure', 'other'] as const;
const RETURN_REASONS = ['wrong_office', 'not_legible', 'incomplete', 'other'] as const;

/** The acts that the API allows now, and no others. */
export function OfficeActs({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const has = (kind: Submission['allowed'][number]) => submission.allowed.includes(kind);
  const acts = [
    has('decide') ? <Decide key="decide" submission={submission} /> : null,
    has('assign') || has('reassign') ? <Assign key="assign" submission={submission} /> : null,
    has('request_supplement') ? <AskMore key="ask" submission={submission} /> : null,
    has('approve') ? <Approve key="approve" submission={submission} /> : null,
    has('send_back') ? <SendBack key="send_back" submission={submission} /> : null,
    has('resume') ? <Resume key="resume" submission={submission} /> : null,
    has('suspend') ? <Suspend key="suspend" submission={submission} /> : null,
    has('correct') ? <Correct key="correct" submission={submission} /> : null,
    has('extend') ? <Extend key="extend" submission={submission} /> : null,
    has('transfer') ? <Transfer key="transfer" submission={submission} /> : null,
    has('return_to_sender') ? <Return key="return" submission={submission} /> : null,
  ].filter((act) => act !== null);
  return acts.length === 0 ? <p>{t('office.nothing')}</p> : acts;
}

const text = (values: Record<string, string>, pointer: string): string => (values[pointer] ?? '').trim();

const lines = (value: string | undefined): string[] =>
  (value ?? '')
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** A member of the request only where something was written. */
const given = (values: Record<string, string>, name: string): Record<string, string> =>
  text(values, `/${name}`) === '' ? {} : { [name]: text(values, `/${name}`) };

function Decide({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const fields: ActField[] = [
    {
      pointer: '/outcome',
      label: t('office.outcome'),
      kind: 'choice',
      options: OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) })),
    },
    { pointer: '/reply/title', label: t('office.reply_title'), kind: 'line' },
    { pointer: '/reply/body', label: t('office.reply_body'), kind: 'text' },
    { pointer: '/reasons', label: t('decision.reasons'), kind: 'text', optional: true },
    { pointer: '/remedy', label: t('decision.remedy'), kind: 'text', optional: true },
    { pointer: '/line', label: t('office.line'), kind: 'text', optional: true },
  ];
  return (
    <ActForm
      submission={submission}
      act="decisions"
      name={t('office.decide')}
      send={t('office.decide_send')}
      fields={fields}
      toBody={(values) => ({
        outcome: values['/outcome'],
        reply: { title: text(values, '/reply/title'), body: text(values, '/reply/body') },
        ...given(values, 'reasons'),
        ...given(values, 'remedy'),
        ...(lines(values['/line']).length === 0 ? {} : { line: lines(values['/line']) }),
      })}
    >
      <p className="small">{t('office.decide_means')}</p>
    </ActForm>
  );
}

/** Who works in an office is not told by the API yet: oneself, or somebody whose id one knows. */
function Assign({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const me = useMe();
  const mine = me.data?.memberships.some(
    ({ office, roles }) =>
      office === submission.office && (roles.includes('handler') || roles.includes('approver')),
  );
  return (
    <ActForm
      key={String(mine)}
      submission={submission}
      act="assignments"
      name={t('office.assign')}
      send={t('office.assign')}
      fields={[{ pointer: '/handler', label: t('office.handler_id'), kind: 'line' }]}
      first={mine && me.data !== undefined ? { '/handler': me.data.person } : {}}
      toBody={(values) => ({ handler: text(values, '/handler') })}
    />
  );
}

/** The places of a form that an office may ask for anew: those that have a name of their own. */
function AskMore({ submission }: { submission: Submission }) {
  const { t, say, language } = useWords();
  const { form } = submission;
  const definition = useForm(form?.id ?? '', form?.version);
  const schema = definition.data?.definition.schema;
  const places =
    form === null
      ? [
          { value: '/title', label: t('letter.subject') },
          { value: '/body', label: t('letter.body') },
        ]
      : Object.keys((schema?.properties as object | undefined) ?? {}).map((name) => ({
          value: `/${name}`,
          label: schema === undefined ? name : labelAt(localised(schema, language), `/${name}`),
        }));
  const files = (definition.data?.definition.attachments ?? []).map((rule) => ({
    value: rule.name,
    label: say(rule.title),
  }));
  const lines = (value: string | undefined): string[] =>
    (value ?? '').split('\n').filter((one) => one !== '');
  return (
    <ActForm
      submission={submission}
      act="supplement-requests"
      name={t('office.ask')}
      send={t('office.ask_send')}
      fields={[
        {
          pointer: '/fields',
          label: t('office.ask_fields'),
          kind: 'several',
          options: places,
          optional: true,
        },
        ...(files.length === 0
          ? []
          : [
              {
                pointer: '/attachments',
                label: t('attachments.title'),
                kind: 'several' as const,
                options: files,
                optional: true as const,
              },
            ]),
        { pointer: '/days', label: t('office.ask_days'), kind: 'number' },
        { pointer: '/words', label: t('office.ask_words'), kind: 'text' },
      ]}
      first={{ '/days': '7' }}
      toBody={(values) => ({
        fields: lines(values['/fields']),
        attachments: lines(values['/attachments']),
        days: Number(values['/days']),
        words: text(values, '/words'),
      })}
    />
  );
}

function Extend({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act="extensions"
      name={t('office.extend')}
      send={t('office.extend')}
      fields={[
        { pointer: '/period', label: t('office.extend_by'), kind: 'line' },
        { pointer: '/words', label: t('office.reason_words'), kind: 'text' },
      ]}
      toBody={(values) => ({ period: text(values, '/period'), words: text(values, '/words') })}
    />
  );
}

function Transfer({ submission }: { submission: Submission }) {
  const { t, say } = useWords();
  const offices = useOffices();
  const options = (offices.data ?? [])
    .filter(({ code, active }) => active && code !== submission.office)
    .map(({ code, name }) => ({ value: code, label: say(name) }));
  return (
    <ActForm
      submission={submission}
      act="transfers"
      name={t('office.transfer')}
      send={t('office.transfer')}
      fields={[
        { pointer: '/office', label: t('office.transfer_to'), kind: 'choice', options },
        { pointer: '/words', label: t('office.reason_words'), kind: 'text' },
      ]}
      toBody={(values) => ({ office: values['/office'], words: text(values, '/words') })}
    />
  );
}

function Return({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const officeName = useOfficeName();
  return (
    <ActForm
      submission={submission}
      act="returns"
      name={t('office.return')}
      send={t('office.return')}
      fields={[
        {
          pointer: '/reason',
          label: t('office.reason'),
          kind: 'choice',
          options: RETURN_REASONS.map((value) => ({ value, label: t(`return_reason.${value}`) })),
        },
        { pointer: '/words', label: t('office.reason_words'), kind: 'text' },
      ]}
      toBody={(values) => ({ reason: values['/reason'], words: text(values, '/words') })}
    >
      <p className="small">{t('office.return_means', { office: officeName(submission.office) })}</p>
    </ActForm>
  );
}

/** An act that needs no more than a word to whom it concerns, or none. */
function Saying({
  submission,
  act,
  name,
  silent,
}: {
  submission: Submission;
  act: ActPath;
  name: string;
  silent?: true;
}) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act={act}
      name={name}
      send={name}
      fields={silent ? [] : [{ pointer: '/words', label: t('office.reason_words'), kind: 'text' }]}
      toBody={(values) => (silent ? {} : { words: text(values, '/words') })}
    />
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

function Suspend({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act="suspensions"
      name={t('office.suspend')}
      send={t('office.suspend')}
      fields={[
        {
          pointer: '/reason',
          label: t('office.reason'),
          kind: 'choice',
          options: SUSPENSION_REASONS.map((value) => ({ value, label: t(`suspension_reason.${value}`) })),
        },
        { pointer: '/words', label: t('office.reason_words'), kind: 'text' },
      ]}
      toBody={(values) => ({ reason: values['/reason'], words: text(values, '/words') })}
    />
  );
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
        { pointer: '/reply/body', label: t('office.reply_body'), kind: 'text' },
      ]}
      toBody={(values) => ({
        words: text(values, '/words'),
        reply: { title: text(values, '/reply/title'), body: text(values, '/reply/body') },
      })}
    />
  );
}
