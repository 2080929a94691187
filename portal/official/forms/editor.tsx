import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api, ask } from '../../api/client';
import { type Fault, Refused } from '../../api/problem';
import { type PublishedForm, useForm } from '../../form/definition';
import { emptyDraft, forgetDraft, useDraft } from '../../form/draft';
import { Loading, Trouble } from '../../parts/states';
import { useWords } from '../../words';
import { ChangedMeanwhile, isOutOfDate } from '../changed-meanwhile';
import { OfficialPage } from '../official-page';
import { useOnce } from '../use-once';
import { blankForm } from './blank-form';
import { lineAt, lineOf, placesIn } from './json-place';
import { OpenedFor, officesIn } from './opened-for';
import { Preview } from './preview';

/** A form as JSON, with what citizens will see beside it. */
export function FormEditor() {
  const { t } = useWords();
  const { form: id = 'new' } = useParams();
  const form = useForm(id === 'new' ? '' : id);
  const [round, setRound] = useState(0);
  return (
    <OfficialPage title={id === 'new' ? t('form_editor.new') : id}>
      {(office) => {
        if (id === 'new') return <Editor key={office} office={office} />;
        if (form.isPending) return <Loading />;
        // Not while something is being written: a look that failed takes nothing away.
        if (form.data === undefined) return <Trouble error={form.error} again={() => void form.refetch()} />;
        return (
          <Editor
            key={`${id} ${round}`}
            office={office}
            published={form.data}
            readVersion={async () => (await form.refetch()).data?.version}
            onPublished={() => setRound((one) => one + 1)}
          />
        );
      }}
    </OfficialPage>
  );
}

const LINES_BEFORE = 6;

interface Read {
  definition?: Record<string, unknown>;
  /** What keeps it from being JSON. */
  broken?: { line: number };
}

function read(text: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { definition: value as Record<string, unknown> };
    return { broken: { line: 1 } };
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    const line = /line (\d+)/.exec(said)?.[1];
    const position = /position (\d+)/.exec(said)?.[1];
    if (line !== undefined) return { broken: { line: Number(line) } };
    return { broken: { line: lineAt(text, position === undefined ? text.length : Number(position)) } };
  }
}

/** What is written stays, whatever is published meanwhile; the draft's version is that it was begun from. */
function Editor({
  office,
  published,
  readVersion,
  onPublished,
}: {
  office: string;
  published?: PublishedForm;
  readVersion?(): Promise<number | undefined>;
  onPublished?(): void;
}) {
  const { t } = useWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const box = useRef<HTMLTextAreaElement>(null);
  const name = published === undefined ? `new_form.${office}` : `form_editor.${published.form}`;
  const first = () =>
    emptyDraft(published?.version ?? 0, JSON.stringify(published?.definition ?? blankForm(office), null, 2));
  const [draft, change] = useDraft(name, first);
  const { version } = draft;
  const text = String(draft.answers);
  const { definition, broken } = useMemo(() => read(text), [text]);
  const shown = useDeferredValue(definition);
  const [openFor, setOpenFor] = useState<string[]>(published?.openFor ?? []);
  const publish = useMutation({
    mutationFn: ({ body, id }: { body: { id: string }; id: string }) =>
      ask(
        api.POST('/v1/forms/{id}/versions', {
          params: {
            path: { id },
            query: version === 0 && openFor.length > 0 ? { openFor: openFor.join(',') } : {},
            header: { 'Idempotency-Key': draft.key, 'If-Match': `"${version}"` },
          },
          body,
        }),
      ),
    onSuccess: async ({ form }) => {
      forgetDraft(name);
      await Promise.all(['form', 'forms of'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      onPublished?.();
      void navigate(`/office/forms/${form}?office=${office}`, { replace: true });
    },
    onError: async (error) => {
      if (error instanceof Refused) change((before) => ({ ...before, key: crypto.randomUUID() }));
      // Who publishes again has been told.
      const last = isOutOfDate(error) ? await readVersion?.() : undefined;
      if (last !== undefined) change((before) => ({ ...before, version: last }));
    },
  });
  const check = useMutation({
    mutationFn: ({ body, id }: { body: { id: string }; id: string }) =>
      ask(api.POST('/v1/forms/{id}/checks', { params: { path: { id } }, body })),
    onMutate: () => publish.reset(),
  });
  const send = (to: { mutate(sent: { body: { id: string }; id: string }): void }) => {
    if (definition === undefined || publish.isPending || check.isPending) return;
    to.mutate({
      body: definition as { id: string },
      id: published?.form ?? String(definition.id ?? ''),
    });
  };
  const outOfDate = published !== undefined && isOutOfDate(publish.error);
  // Once it was sent, a new version may be one's own, of which no answer came.
  const changed = outOfDate || (publish.isIdle && published !== undefined && published.version !== version);
  const refused = publish.error ?? check.error;
  const faults = refused instanceof Refused ? refused.faults : (check.data?.problems ?? []);
  const goTo = (line: number) => {
    const from = text.split('\n', line - 1).join('\n').length + (line === 1 ? 0 : 1);
    const { current } = box;
    if (current === null) return;
    current.focus();
    current.setSelectionRange(from, from);
    // Browsers leave the text where it is; some lines before the place are seen with it.
    current.scrollTop = (line - LINES_BEFORE) * (current.scrollHeight / text.split('\n').length);
  };
  return (
    <div className="sides">
      <section className="side" aria-labelledby="written">
        <h2 id="written">{t('form_editor.written')}</h2>
        <div role="status">
          {broken === undefined ? null : (
            <p className="field-error">{t('form_editor.broken', { line: broken.line })}</p>
          )}
        </div>
        {changed ? (
          <ChangedMeanwhile
            onTheirs={() => {
              publish.reset();
              change(first);
            }}
          />
        ) : null}
        {refused !== null && !outOfDate && faults.length === 0 ? <Trouble error={refused} /> : null}
        <Faults text={text} faults={faults} goTo={goTo} />
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            check.reset();
            send(publish);
          }}
        >
          <div className="field">
            <label htmlFor="definition">{t('form_editor.json')}</label>
            <p className="hint" id="definition-hint">
              {t('form_editor.hint')}
            </p>
            <textarea
              id="definition"
              ref={box}
              className="input code"
              rows={28}
              spellCheck={false}
              aria-describedby="definition-hint"
              aria-invalid={broken === undefined ? undefined : true}
              value={text}
              onChange={(event) => {
                const answers = event.target.value;
                change((before) => ({ ...before, answers }));
                check.reset();
              }}
            />
          </div>
          {version === 0 ? (
            <OpenedFor offices={officesIn(definition)} chosen={openFor} onChange={setOpenFor} />
          ) : null}
          <p role="status">{check.data?.ready === true ? t('form_check.sound') : ''}</p>
          <p className="actions">
            <button type="submit" className="button" aria-busy={publish.isPending}>
              {t('form_editor.publish', { version: version + 1 })}
            </button>
            <button
              type="button"
              className="button button-secondary"
              aria-busy={check.isPending}
              onClick={() => send(check)}
            >
              {t('form_check.check')}
            </button>
          </p>
        </form>
        {published === undefined ? null : <Reopen form={published} chosen={openFor} onChange={setOpenFor} />}
      </section>
      <section className="side" aria-labelledby="shown">
        <h2 id="shown">{t('form_editor.shown')}</h2>
        {shown === undefined ? <p>{t('form_editor.not_shown')}</p> : <Preview definition={shown} />}
      </section>
    </div>
  );
}

/** What the API found, each with its place in the text. */
function Faults({ text, faults, goTo }: { text: string; faults: Fault[]; goTo(line: number): void }) {
  const { t } = useWords();
  if (faults.length === 0) return null;
  const places = read(text).definition === undefined ? new Map<string, number>() : placesIn(text);
  return (
    <div className="notice notice-error" role="alert">
      <p>{t('form_editor.faults', { count: faults.length })}</p>
      <ul>
        {faults.map(({ pointer, code, detail }) => {
          const line = lineOf(text, places, pointer);
          return (
            <li key={`${pointer} ${code} ${detail}`}>
              <button type="button" className="link-button" onClick={() => goTo(line)}>
                {t('form_editor.at', { line, pointer })}
              </button>
              <br />
              <span lang="en">{detail}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Of a form that is published: who takes it from now on. */
function Reopen({
  form,
  chosen,
  onChange,
}: {
  form: PublishedForm;
  chosen: string[];
  onChange(offices: string[]): void;
}) {
  const { t } = useWords();
  const open = useOnce(
    (offices: string[] | null, key) =>
      ask(
        api.POST('/v1/forms/{id}/openings', {
          params: { path: { id: form.form }, header: { 'Idempotency-Key': key } },
          body: { offices },
        }),
      ),
    ['form'],
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!open.isPending) open.mutate(chosen.length === 0 ? null : chosen);
      }}
    >
      <OpenedFor offices={officesIn({ ...form.definition })} chosen={chosen} onChange={onChange} />
      {open.isError ? <Trouble error={open.error} /> : null}
      <p role="status">{open.isSuccess ? t('ladder.saved') : ''}</p>
      <button type="submit" className="button button-secondary" aria-busy={open.isPending}>
        {t('form_editor.open')}
      </button>
    </form>
  );
}
