import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, ask } from '../../api/client';
import { Refused } from '../../api/problem';
import { Attachments } from '../../form/attachments';
import { type Draft, emptyDraft, forgetDraft, useDraft } from '../../form/draft';
import { ErrorSummary } from '../../form/error-summary';
import { LETTER_FILES } from '../../form/letter-files';
import { Loading, Trouble } from '../../parts/states';
import { useWords } from '../../words';
import { ChangedMeanwhile, isOutOfDate } from '../changed-meanwhile';
import { OfficialPage } from '../official-page';
import { type Content, contentOf, emptyContent, requestOf } from './draft-content';
import { type Described, Opening, Retention, TitleFields } from './head-fields';
import { ItemsEditor } from './items-editor';
import { type OfficialDocument, useDocumentAct, useOutgoing } from './outgoing-document';
import { Recipients } from './recipients';

/** A new document of an office; with `submission` in the address it answers whoever sent that. */
export function NewDraft() {
  const { t } = useWords();
  return (
    <OfficialPage title={t('outgoing.new')}>
      {(office) => <Fresh key={office} office={office} />}
    </OfficialPage>
  );
}

/** A draft that is written anew. */
export function EditDraft() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const document = useOutgoing(id);
  return (
    <OfficialPage title={t('outgoing.edit')}>
      {() => {
        if (document.isPending) return <Loading />;
        // Not while something is being written: a look that failed takes nothing away.
        if (document.data === undefined)
          return <Trouble error={document.error} again={() => void document.refetch()} />;
        return (
          <Again
            key={id}
            document={document.data}
            readVersion={async () => (await document.refetch()).data?.version}
          />
        );
      }}
    </OfficialPage>
  );
}

function Fresh({ office }: { office: string }) {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const answered = search.get('submission');
  const name = `outgoing.${office}.${answered ?? ''}`;
  const [draft, change] = useDraft(name, () => emptyDraft(1, emptyContent(answered)));
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/v1/offices/{code}/official-documents', {
          params: { path: { code: office }, header: { 'Idempotency-Key': draft.key } },
          body: requestOf(draft),
        }),
      ),
    onSuccess: ({ id }) => {
      forgetDraft(name);
      void navigate(`/outgoing/${id}`, { replace: true });
    },
    // What is sent next is another document than the one that was refused.
    onError: (error) => {
      if (error instanceof Refused) change((before) => ({ ...before, key: crypto.randomUUID() }));
    },
  });
  return (
    <Fields
      office={office}
      draft={draft}
      change={change}
      sending={save.isPending}
      error={save.error}
      onSend={() => save.mutate()}
    />
  );
}

const draftOf = (document: OfficialDocument): Draft => ({
  ...emptyDraft(document.version, contentOf(document)),
  attachments: document.attachments.map((file) => ({
    ...{ upload: file.id, rule: LETTER_FILES.name, file: file.name },
    ...{ bytes: file.bytes, scan: file.scan },
  })),
});

/** What is written stays, whatever becomes of the document meanwhile; the draft's version is that it was begun from. */
function Again({
  document,
  readVersion,
}: {
  document: OfficialDocument;
  readVersion(): Promise<number | undefined>;
}) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { id, office } = document;
  const name = `outgoing.${id}`;
  const [draft, change] = useDraft(name, () => draftOf(document));
  const save = useDocumentAct({ id, version: draft.version }, () => {
    forgetDraft(name);
    void navigate(`/outgoing/${id}`, { replace: true });
  });
  const outOfDate = isOutOfDate(save.error);
  // Once it was sent, a new version may be one's own, of which no answer came.
  const changed = outOfDate || (save.isIdle && draft.version !== document.version);
  // Who saves again has been told.
  const takeVersion = async (error: unknown) => {
    const version = isOutOfDate(error) ? await readVersion() : undefined;
    if (version !== undefined) change((before) => ({ ...before, version }));
  };
  return (
    <>
      <p>
        <Link to={`/outgoing/${id}`}>{t('outgoing.back_to')}</Link>
      </p>
      {changed ? (
        <ChangedMeanwhile
          at={`/outgoing/${id}`}
          onTheirs={() => {
            save.reset();
            change(() => draftOf(document));
          }}
        />
      ) : null}
      <Fields
        office={office}
        draft={draft}
        change={change}
        sending={save.isPending}
        error={outOfDate ? null : save.error}
        onSend={() => save.mutate({ act: 'edits', body: requestOf(draft) }, { onError: takeVersion })}
      />
    </>
  );
}

function Fields({
  office,
  draft,
  change,
  sending,
  error,
  onSend,
}: {
  office: string;
  draft: Draft;
  change(by: (draft: Draft) => Draft): void;
  sending: boolean;
  error: unknown;
  onSend(): void;
}) {
  const { t, known } = useWords();
  const [checked, setChecked] = useState(false);
  const content = draft.answers as Content;
  const set = (by: Partial<Content>) =>
    change((before) => ({ ...before, answers: { ...(before.answers as Content), ...by } }));
  const refused = error instanceof Refused ? error.faults : [];
  const faultAt = (pointer: string): string | undefined => {
    const fault = refused.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
    if (fault === undefined) return undefined;
    return known(`fault.${fault.code}`) ? t(`fault.${fault.code}`) : t('fault.other');
  };
  const missing = (empty: boolean): string | undefined =>
    checked && empty ? t('fault.answer.required') : undefined;
  const lacksTitle = content.title.trim() === '';
  const lacksRecipients = content.recipients.length === 0;
  const described: Described = {
    title: missing(lacksTitle) ?? faultAt('/title'),
    ground: faultAt('/openness'),
  };
  const errorAt = (at: number) => missing(content.items[at]?.text.trim() === '') ?? faultAt(`/body/${at}`);
  const atRecipients = missing(lacksRecipients) ?? faultAt('/recipients');
  const items = content.items.flatMap(({ key }, at) => {
    const words = errorAt(at);
    return words === undefined ? [] : [{ target: key, label: t('outgoing.item', { number: at + 1 }), words }];
  });
  const lines = [
    ...(described.title === undefined
      ? []
      : [{ target: 'outgoing-title', label: t('letter.subject'), words: described.title }]),
    ...items,
    ...(atRecipients === undefined
      ? []
      : [{ target: 'recipients', label: t('outgoing.recipients'), words: atRecipients }]),
    ...(described.ground === undefined
      ? []
      : [{ target: 'outgoing-ground', label: t('outgoing.ground'), words: described.ground }]),
  ];
  const incomplete = lacksTitle || lacksRecipients || content.items.some(({ text }) => text.trim() === '');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (!incomplete && !sending) onSend();
      }}
    >
      <ErrorSummary lines={lines} />
      {error != null && lines.length === 0 ? <Trouble error={error} /> : null}
      <TitleFields content={content} faults={described} onChange={set} />
      <ItemsEditor
        items={content.items}
        language={content.language}
        errorAt={errorAt}
        onChange={(changed) => set({ items: changed })}
      />
      <Attachments
        rules={[LETTER_FILES]}
        attached={draft.attachments}
        faults={[]}
        onAdd={(file) => change((before) => ({ ...before, attachments: [...before.attachments, file] }))}
        onRemove={(upload) =>
          change((before) => ({
            ...before,
            attachments: before.attachments.filter((one) => one.upload !== upload),
          }))
        }
        onScanned={(upload, scan) =>
          change((before) => ({
            ...before,
            attachments: before.attachments.map((one) => (one.upload === upload ? { ...one, scan } : one)),
          }))
        }
      />
      <Recipients
        office={office}
        recipients={content.recipients}
        error={atRecipients}
        onChange={(recipients) => set({ recipients })}
      />
      <Opening content={content} fault={described.ground} onChange={set} />
      <Retention content={content} onChange={set} />
      <button type="submit" className="button" aria-busy={sending}>
        {t('outgoing.save')}
      </button>
    </form>
  );
}
