import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { forgetDraft } from '../../form/draft';
import { Trouble } from '../../parts/states';
import { useWords } from '../../words';
import { linesOf } from '../act-field';
import { FieldForm, textOf } from '../field-form';
import { useColleagues } from '../members';
import { type OfficialDocument, useDocumentAct } from './outgoing-document';

interface Given {
  document: OfficialDocument;
}

/** Who the API says I am; see `GET /v1/me`. */
type Me = Pick<Schemas['OfficeMember'], 'person'> & {
  memberships: { office: string; for?: string | undefined }[];
};

/** What may be done with a document in its state; whether it is one's turn to agree, the line says. */
export function DocumentActs({ document, me }: Given & { me: Me }) {
  const { t } = useWords();
  const { allowed, line, office, drafter } = document;
  const turn = line.find(({ agreed }) => !agreed)?.person;
  const stands = (person: string | undefined) =>
    person === me.person || me.memberships.some((one) => one.office === office && one.for === person);
  const inLine = drafter === me.person || line.some(({ person }) => stands(person));
  const may = (act: string) => allowed.includes(act);
  return (
    <>
      {may('edit') ? (
        <p>
          <Link className="button button-secondary" to={`/outgoing/${document.id}/edit`}>
            {t('outgoing.edit')}
          </Link>
        </p>
      ) : null}
      {may('propose') ? <Propose document={document} /> : null}
      {may('agree') && stands(turn) ? (
        <Plain document={document} act="agreements" name={t('outgoing.agree')}>
          <p className="small">{t('outgoing.agree_means')}</p>
        </Plain>
      ) : null}
      {may('send_back') && inLine ? <SendBack document={document} /> : null}
      {may('dispatch') ? (
        <Plain document={document} act="dispatches" name={t('outgoing.dispatch')}>
          <p className="small">{t('outgoing.dispatch_means')}</p>
        </Plain>
      ) : null}
      {may('recall') ? (
        <Plain document={document} act="recalls" name={t('outgoing.recall')}>
          <p className="small">{t('outgoing.recall_means')}</p>
        </Plain>
      ) : null}
    </>
  );
}

function Plain({
  document,
  act,
  name,
  children,
}: Given & { act: 'agreements' | 'dispatches' | 'recalls'; name: string; children: ReactNode }) {
  const acting = useDocumentAct(document);
  return (
    <details className="fold">
      <summary>{name}</summary>
      {children}
      {acting.isError ? <Trouble error={acting.error} /> : null}
      <button
        type="button"
        className="button"
        aria-busy={acting.isPending}
        onClick={() => {
          if (!acting.isPending) acting.mutate({ act, body: {} });
        }}
      >
        {name}
      </button>
    </details>
  );
}

function Propose({ document }: Given) {
  const { t } = useWords();
  const name = `proposal.${document.id}`;
  const acting = useDocumentAct(document, () => forgetDraft(name));
  const handlers = useColleagues(document.office, ['handler', 'approver']);
  const approvers = useColleagues(document.office, ['approver']);
  return (
    <details className="fold">
      <summary>{t('outgoing.propose')}</summary>
      <p className="small">{t('outgoing.propose_means')}</p>
      <FieldForm
        name={name}
        fields={[
          {
            pointer: '/reviewers',
            label: t('line_part.reviewer'),
            kind: 'people',
            options: handlers,
            optional: true,
          },
          {
            pointer: '/cooperators',
            label: t('line_part.cooperator'),
            kind: 'people',
            options: handlers,
            optional: true,
          },
          { pointer: '/approver', label: t('line_part.approver'), kind: 'choice', options: approvers },
        ]}
        send={t('outgoing.propose')}
        sending={acting.isPending}
        error={acting.error}
        onSend={(values) =>
          acting.mutate({
            act: 'proposals',
            body: {
              reviewers: linesOf(values['/reviewers']),
              cooperators: linesOf(values['/cooperators']),
              approver: textOf(values, '/approver'),
            },
          })
        }
      />
    </details>
  );
}

function SendBack({ document }: Given) {
  const { t } = useWords();
  const [round, setRound] = useState(0);
  const name = `send_back.${document.id}`;
  const acting = useDocumentAct(document, () => {
    forgetDraft(name);
    setRound((one) => one + 1);
  });
  return (
    <details className="fold">
      <summary>{t('outgoing.send_back')}</summary>
      <FieldForm
        key={round}
        name={name}
        fields={[{ pointer: '/words', label: t('office.reason_words'), kind: 'text' }]}
        send={t('outgoing.send_back')}
        sending={acting.isPending}
        error={acting.error}
        onSend={(values) => acting.mutate({ act: 'send-backs', body: { words: textOf(values, '/words') } })}
      />
    </details>
  );
}
