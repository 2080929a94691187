import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../../api/client';
import { forgetDraft } from '../../form/draft';
import { useMe } from '../../parts/me';
import { MoreButton } from '../../parts/more';
import { Empty, Loading, Trouble } from '../../parts/states';
import { When } from '../../parts/when';
import { useWords } from '../../words';
import { FieldForm, textOf } from '../field-form';
import { useColleagues, useNameOf } from '../members';
import { OfficialPage } from '../official-page';
import { useOnce } from '../use-once';

type Delegation = Schemas['Delegation'];
const OFFICIAL: Schemas['OfficeMember']['roles'] = ['registrar', 'handler', 'approver', 'office_admin'];

/** Who stands in for whom while somebody is away. */
export function AwayPage() {
  const { t } = useWords();
  return (
    <OfficialPage title={t('away.title')}>
      {(office, roles) => <Away key={office} office={office} admin={roles.includes('office_admin')} />}
    </OfficialPage>
  );
}

function Away({ office, admin }: { office: string; admin: boolean }) {
  const { t } = useWords();
  const delegations = useInfiniteQuery({
    queryKey: ['delegations', office],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      ask(api.GET('/v1/delegations', { params: { query: cursor === undefined ? {} : { cursor } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const items = (delegations.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (one) => one.office === office,
  );
  return (
    <>
      {delegations.isPending ? <Loading /> : null}
      {delegations.isError ? (
        <Trouble error={delegations.error} again={() => void delegations.refetch()} />
      ) : null}
      {delegations.isSuccess && items.length === 0 ? (
        <Empty>
          <p>{t('away.none')}</p>
        </Empty>
      ) : null}
      <ul className="lines">
        {items.map((one) => (
          <Line key={one.id} delegation={one} />
        ))}
      </ul>
      <MoreButton of={delegations}>{t('documents.more')}</MoreButton>
      <Give office={office} admin={admin} />
    </>
  );
}

function Line({ delegation }: { delegation: Delegation }) {
  const { t } = useWords();
  const nameOf = useNameOf(delegation.office);
  const { id, person, to, from, until, inForce, revokedAt } = delegation;
  const revoke = useOnce(
    (_: string, key) =>
      ask(
        api.POST('/v1/delegations/{id}/revocations', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    ['delegations', 'members', 'me'],
  );
  const over = revokedAt !== null || Date.parse(until) < Date.now();
  const state = over ? 'over' : inForce ? 'in_force' : 'to_come';
  const words = t('away.line', { person: nameOf(person), other: nameOf(to) });
  return (
    <li>
      <span>
        {words}
        <br />
        <span className="small">
          <When at={from} /> – <When at={until} />
        </span>
      </span>
      <span>
        <span className={state === 'in_force' ? 'tag tag-closed' : 'tag'}>{t(`away_state.${state}`)}</span>{' '}
        {over ? null : (
          <button
            type="button"
            className="link-button link-danger"
            aria-label={`${t('away.revoke')}: ${words}`}
            aria-busy={revoke.isPending}
            onClick={() => {
              if (!revoke.isPending) revoke.mutate(id);
            }}
          >
            {t('away.revoke')}
          </button>
        )}
      </span>
      {revoke.isError ? <Trouble error={revoke.error} /> : null}
    </li>
  );
}

const asInstant = (local: string): string => new Date(local).toISOString();

/** To a colleague, for a time; an administrator does it for others too. */
function Give({ office, admin }: { office: string; admin: boolean }) {
  const { t } = useWords();
  const me = useMe().data?.person;
  const colleagues = useColleagues(office, OFFICIAL);
  const [round, setRound] = useState(0);
  const draft = `delegation.${office}`;
  const give = useOnce(
    (body: Schemas['NewDelegation'], key) =>
      ask(api.POST('/v1/delegations', { params: { header: { 'Idempotency-Key': key } }, body })),
    ['delegations', 'members', 'me'],
    () => {
      forgetDraft(draft);
      setRound((one) => one + 1);
    },
  );
  return (
    <section aria-labelledby="give">
      <h2 id="give">{t('away.give')}</h2>
      <p className="small">{t('away.give_means')}</p>
      <FieldForm
        key={round}
        name={draft}
        fields={[
          ...(admin
            ? [
                {
                  pointer: '/person',
                  label: t('away.whose'),
                  hint: t('away.whose_means'),
                  kind: 'choice' as const,
                  options: colleagues,
                  optional: true as const,
                },
              ]
            : []),
          {
            pointer: '/to',
            label: t('away.to'),
            kind: 'choice',
            options: colleagues.filter(({ value }) => value !== me),
          },
          { pointer: '/from', label: t('away.from'), kind: 'moment' },
          { pointer: '/until', label: t('away.until'), kind: 'moment' },
        ]}
        send={t('away.give')}
        sending={give.isPending}
        error={give.error}
        onSend={(values) =>
          give.mutate({
            office,
            to: textOf(values, '/to'),
            from: asInstant(textOf(values, '/from')),
            until: asInstant(textOf(values, '/until')),
            ...(textOf(values, '/person') === '' ? {} : { person: textOf(values, '/person') }),
          })
        }
      />
    </section>
  );
}
