import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../api/client';
import { readDraft } from '../form/draft';
import { useKeptText } from '../form/kept-text';
import { Empty, Loading, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';
import { useNameOf } from './members';

/** What colleagues wrote for each other; the sender never sees it. Read when it is asked for, since that is recorded. */
export function Notes({ submission, office }: { submission: string; office: string | null }) {
  const { t } = useWords();
  const [open, setOpen] = useState(() => readDraft(`note.${submission}`) !== undefined);
  return (
    <details className="fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('notes.title')}</summary>
      {open ? <Opened submission={submission} office={office} /> : null}
    </details>
  );
}

function Opened({ submission, office }: { submission: string; office: string | null }) {
  const { t } = useWords();
  const nameOf = useNameOf(office);
  const queries = useQueryClient();
  const note = useKeptText(`note.${submission}`);
  const body = note.text;
  const path = { id: submission };
  const notes = useQuery({
    queryKey: ['notes', submission],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/notes', { params: { path } })),
    refetchOnWindowFocus: false,
  });
  const write = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/v1/submissions/{id}/notes', {
          params: { path, header: { 'Idempotency-Key': note.key } },
          body: { body },
        }),
      ),
    onSuccess: () => {
      note.sent();
      return queries.invalidateQueries({ queryKey: ['notes', submission] });
    },
  });
  return (
    <>
      {notes.isPending ? <Loading /> : null}
      {notes.isError ? <Trouble error={notes.error} again={() => void notes.refetch()} /> : null}
      {notes.data?.items.length === 0 ? (
        <Empty>
          <p>{t('notes.none')}</p>
        </Empty>
      ) : null}
      <ul className="lines">
        {notes.data?.items.map((note) => (
          <li key={note.id}>
            <span className="as-written">{note.body}</span>
            <span className="small">
              {nameOf(note.author)} · <When at={note.writtenAt} />
            </span>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (body.trim() !== '' && !write.isPending) write.mutate();
        }}
      >
        <div className="field">
          <label htmlFor="note">{t('notes.new')}</label>
          <textarea
            id="note"
            className="input"
            rows={3}
            required
            value={body}
            onChange={(event) => note.write(event.target.value)}
          />
        </div>
        {write.isError ? <Trouble error={write.error} /> : null}
        <button type="submit" className="button button-secondary" aria-busy={write.isPending}>
          {t('notes.write')}
        </button>
      </form>
    </>
  );
}
