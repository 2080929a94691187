import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../api/client';
import { forgetDraft } from '../form/draft';
import { useMe } from '../parts/me';
import { Trouble } from '../parts/states';
import { useWords } from '../words';
import { FieldForm, textOf } from './field-form';
import { useOnce } from './use-once';

const DRAFT = 'desk_view';

/** The views of the desk that I keep. */
export function useDeskViews() {
  const me = useMe().data;
  return useQuery({
    queryKey: ['desk views', me?.person],
    queryFn: async () => (await ask(api.GET('/v1/desk-views'))).items,
    enabled: (me?.memberships.length ?? 0) > 0,
    staleTime: 60_000,
  });
}

/** Kept views to go to, and the present one to keep under a name. */
export function DeskViews({
  kept,
  query,
  onChoose,
}: {
  /** The one that is shown. */
  kept: string | null;
  query: Record<string, string>;
  onChoose(id: string): void;
}) {
  const { t } = useWords();
  const views = useDeskViews();
  const [round, setRound] = useState(0);
  const save = useOnce(
    (body: { name: string; query: Record<string, string> }, key) =>
      ask(
        api.POST('/v1/desk-views', {
          params: { header: { 'Idempotency-Key': key } },
          body: body as { name: string; query: { sort: 'due' } },
        }),
      ),
    ['desk views'],
    () => {
      forgetDraft(DRAFT);
      setRound((one) => one + 1);
    },
  );
  const remove = useOnce(
    (id: string, key) =>
      ask(
        api.POST('/v1/desk-views/{id}/removals', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    ['desk views'],
    () => onChoose(''),
  );
  return (
    <details className="fold">
      <summary>{t('desk_views.title')}</summary>
      {views.isError ? <Trouble error={views.error} again={() => void views.refetch()} /> : null}
      {views.data?.length === 0 ? <p>{t('desk_views.none')}</p> : null}
      <ul className="people">
        {views.data?.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              className="link-button"
              aria-current={id === kept ? 'true' : undefined}
              onClick={() => onChoose(id)}
            >
              {name}
            </button>
            <button
              type="button"
              className="link-button link-danger"
              aria-label={`${t('desk_views.remove')}: ${name}`}
              onClick={() => {
                if (!remove.isPending) remove.mutate(id);
              }}
            >
              {t('desk_views.remove')}
            </button>
          </li>
        ))}
      </ul>
      {remove.isError ? <Trouble error={remove.error} /> : null}
      <FieldForm
        key={round}
        name={DRAFT}
        fields={[{ pointer: '/name', label: t('desk_views.name'), kind: 'line' }]}
        send={t('desk_views.keep')}
        sending={save.isPending}
        error={save.error}
        onSend={(values) => save.mutate({ name: textOf(values, '/name'), query })}
      />
    </details>
  );
}
