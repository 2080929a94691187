import { useState } from 'react';
import { forgetDraft, readDraft } from '../../form/draft';
import { When } from '../../parts/when';
import { useWords } from '../../words';
import { type RecordForm, useRecordForms } from '../acts/record-fields';
import { FieldForm } from '../field-form';
import { type OfficialDocument, useDocumentAct } from './outgoing-document';

const SETTLES = ['approver', 'office_admin'];
const KEEPS = ['registrar', ...SETTLES];

/** Of what was sent: until when it is kept, what forbids its disposal, and what may be done about it. */
export function RecordActs({
  document,
  me,
}: {
  document: OfficialDocument;
  me: { memberships: { office: string; roles: string[] }[] };
}) {
  const { t } = useWords();
  const forms = useRecordForms(document.holds);
  const roles = me.memberships.filter(({ office }) => office === document.office).flatMap((one) => one.roles);
  // What the state allows, the API says; whose it is, the roles.
  const may = (kind: OfficialDocument['allowed'][number], among: string[]) =>
    document.allowed.includes(kind) && roles.some((role) => among.includes(role));
  const shown = [
    ...(may('hold', KEEPS) ? [forms.holds] : []),
    ...(may('release_hold', SETTLES) ? [forms['hold-releases']] : []),
    ...(may('review_disposal', SETTLES) ? [forms['disposal-reviews']] : []),
    ...(may('confirm_transfer', KEEPS) ? [forms['transfer-confirmations']] : []),
  ];
  if (document.state !== 'dispatched') return null;
  return (
    <>
      <p className="small">
        {document.disposeAt === null ? null : (
          <>
            {t('records_sent.kept_until')} <When at={document.disposeAt} only="date" />
          </>
        )}
        {document.holds.length === 0 ? null : (
          <>
            {' '}
            <span className="tag tag-warning">{t('records_sent.held')}</span>
          </>
        )}
      </p>
      {shown.map((form) => (
        <RecordAct key={`${form.act} ${document.holds.join(' ')}`} document={document} form={form} />
      ))}
    </>
  );
}

function RecordAct({ document, form }: { document: OfficialDocument; form: RecordForm }) {
  const { t } = useWords();
  const [round, setRound] = useState(0);
  const name = `${form.act}.${document.id}`;
  const [begun] = useState(() => readDraft(name) !== undefined);
  const acting = useDocumentAct(document, () => {
    forgetDraft(name);
    setRound((one) => one + 1);
  });
  return (
    <details className="fold" open={begun}>
      <summary>{form.name}</summary>
      {form.act === 'holds' ? <p className="small">{t('record.hold_means')}</p> : null}
      <FieldForm
        key={round}
        name={name}
        fields={form.fields}
        {...(form.first === undefined ? {} : { first: form.first })}
        send={form.name}
        sending={acting.isPending}
        error={acting.error}
        onSend={(values) => acting.mutate({ act: form.act, body: form.toBody(values) })}
      />
    </details>
  );
}
