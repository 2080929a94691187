import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Download } from '../../parts/download';
import { useMe } from '../../parts/me';
import { Loading, Trouble } from '../../parts/states';
import { When } from '../../parts/when';
import { FilePreview } from '../../preview/file-preview';
import { useWords } from '../../words';
import { useNameOf } from '../members';
import { OfficialPage } from '../official-page';
import { Deliveries } from './deliveries';
import { DocumentActs } from './document-acts';
import { type OfficialDocument, useOutgoing } from './outgoing-document';
import { useRecipientName } from './recipients';
import { RecordActs } from './record-acts';

/** One official document: what it says on the left, what may be done with it and where it has come on the right. */
export function OutgoingDocument() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const document = useOutgoing(id);
  return (
    <OfficialPage title={document.data?.head?.title ?? t('outgoing.document')}>
      {() => {
        if (document.isPending) return <Loading />;
        if (document.data === undefined)
          return <Trouble error={document.error} again={() => void document.refetch()} />;
        return <Sides document={document.data} />;
      }}
    </OfficialPage>
  );
}

function Sides({ document }: { document: OfficialDocument }) {
  const { t } = useWords();
  const me = useMe();
  return (
    <div className="sides">
      <section className="side" aria-labelledby="content">
        <h2 id="content">{t('outgoing.document')}</h2>
        <Written document={document} />
        {document.state === 'dispatched' ? <Deliveries document={document} /> : null}
      </section>
      <section className="side" aria-labelledby="now">
        <h2 id="now">{t('office.now')}</h2>
        <div className="panel" role="status" data-state={document.state}>
          <p className="state">{t(`outgoing_state.${document.state}`)}</p>
          <p>{document.number ?? t('outgoing.no_number')}</p>
        </div>
        {me.data === undefined ? (
          <Loading />
        ) : (
          <>
            <DocumentActs document={document} me={me.data} />
            <RecordActs document={document} me={me.data} />
          </>
        )}
        <Line document={document} />
        <Acts document={document} />
      </section>
    </div>
  );
}

function Written({ document }: { document: OfficialDocument }) {
  const { t } = useWords();
  const nameOf = useRecipientName();
  const { head, body, recipients, names, attachments, openness, id, state } = document;
  if (head === null) return <p>{t('outgoing.destroyed')}</p>;
  const printed = state === 'registered' || state === 'dispatched';
  const path = `/v1/official-documents/${id}/${printed ? 'pdf' : 'preview'}`;
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{t('outgoing.recipients')}</dt>
          <dd>{recipients.map((one) => nameOf(one, names[`${one.kind}:${one.id}`])).join(', ')}</dd>
        </div>
        {head.via === null ? null : (
          <div>
            <dt>{t('outgoing.via')}</dt>
            <dd>{head.via}</dd>
          </div>
        )}
        <div>
          <dt>{t('letter.subject')}</dt>
          <dd>{head.title}</dd>
        </div>
        <div>
          <dt>{t('outgoing.openness')}</dt>
          <dd>
            {t(`openness.${openness.class}`)}
            {openness.ground === null
              ? null
              : ` (${t('outgoing.ground_number', { number: openness.ground })})`}
          </dd>
        </div>
      </dl>
      <ul className="items items-read">
        {body.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was written stays as it is.
          <li key={at} data-level={item.level} className="as-written">
            {item.text}
          </li>
        ))}
      </ul>
      {attachments.length === 0 ? null : (
        <>
          <h3>{t('attachments.title')}</h3>
          <ul>
            {attachments.map((file) => (
              <li key={file.id}>
                <Download path={`/v1/official-documents/${id}/attachments/${file.id}`}>{file.name}</Download>{' '}
                <span className="tag">{t(`scan.${file.scan}`)}</span>{' '}
                <FilePreview {...file} path={`/v1/official-documents/${id}/attachments/${file.id}`} />
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="act">
        {printed ? <Download path={path}>{t('outgoing.pdf')}</Download> : null}{' '}
        <Printed key={document.version} path={path} />
      </div>
    </>
  );
}

/** As it is printed, or as it would be: asked for when somebody wants to see it, since it is recorded. */
function Printed({ path }: { path: string }) {
  const { t } = useWords();
  return <FilePreview path={path} name={t('outgoing.pdf')} mediaType="application/pdf" bytes={0} />;
}

function Line({ document }: { document: OfficialDocument }) {
  const { t } = useWords();
  const nameOf = useNameOf(document.office);
  if (document.line.length === 0) return null;
  return (
    <section aria-labelledby="line">
      <h3 id="line">{t('people.line')}</h3>
      <ol className="lines">
        {document.line.map(({ person, part, agreed }) => (
          <li key={person}>
            <span>
              {nameOf(person)} · {t(`line_part.${part}`)}
            </span>
            <span className={agreed ? 'tag tag-closed' : 'tag'}>
              {t(agreed ? 'outgoing.agreed' : 'outgoing.not_agreed')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Acts({ document }: { document: OfficialDocument }) {
  const { t } = useWords();
  const nameOf = useNameOf(document.office);
  const [open, setOpen] = useState(true);
  if (document.acts.length === 0) return null;
  return (
    <details className="fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('timeline.title')}</summary>
      <ol className="timeline">
        {document.acts.toReversed().map((act) => (
          <li key={act.seq}>
            <p className="timeline-what">{t(`document_act.${act.kind}`)}</p>
            <p className="small">
              <When at={act.at} /> · {nameOf(act.actor)}
              {act.for === null ? null : ` (${t('outgoing.stands_for', { name: nameOf(act.for) })})`}
            </p>
            {act.words === null ? null : <p className="said as-written">{act.words}</p>}
          </li>
        ))}
      </ol>
      <p className="small">
        <Link to={`/outgoing?office=${document.office}`}>{t('outgoing.back')}</Link>
      </p>
    </details>
  );
}
