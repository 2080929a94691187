import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, ask, type Schemas } from '../../api/client';
import { Loading, Trouble } from '../../parts/states';
import { useWords } from '../../words';
import { OfficialPage } from '../official-page';
import { useOnce } from '../use-once';

const SILENCES = ['never_assigned', 'never_opened', 'still_overdue', 'never_read'] as const;
type Silence = (typeof SILENCES)[number];
const TELL = ['handler', 'office_admin', 'parent'] as const;
const MOST_STEPS = 9;

interface Step {
  afterHours: number;
  tell: (typeof TELL)[number];
}
type Own = Partial<Record<Silence, Step[]>>;

/** Whom the office tells when nothing happens, step by step. */
export function LadderPage() {
  const { t } = useWords();
  return (
    <OfficialPage title={t('ladder.title')}>
      {(office, roles) => <Found key={office} office={office} admin={roles.includes('office_admin')} />}
    </OfficialPage>
  );
}

function Found({ office, admin }: { office: string; admin: boolean }) {
  const ladder = useQuery({
    queryKey: ['ladder', office],
    queryFn: () => ask(api.GET('/v1/offices/{code}/ladder', { params: { path: { code: office } } })),
    refetchOnWindowFocus: false,
  });
  if (ladder.isPending) return <Loading />;
  if (ladder.isError) return <Trouble error={ladder.error} again={() => void ladder.refetch()} />;
  return <Steps key={ladder.dataUpdatedAt} office={office} ladder={ladder.data} admin={admin} />;
}

function Steps({
  office,
  ladder,
  admin,
}: {
  office: string;
  ladder: Schemas['OfficeLadder'];
  admin: boolean;
}) {
  const { t } = useWords();
  const stepsOf = (silence: Silence) => (ladder.ladder[silence] ?? []) as Step[];
  const [own, setOwn] = useState<Own>(() =>
    Object.fromEntries(ladder.own.map((silence) => [silence, stepsOf(silence)])),
  );
  const save = useOnce(
    (body: Own, key) =>
      ask(
        api.POST('/v1/offices/{code}/ladder', {
          params: { path: { code: office }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    ['ladder'],
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate(own);
      }}
    >
      <p>{t('ladder.lead')}</p>
      {SILENCES.map((silence) => (
        <fieldset key={silence} className="group">
          <legend>{t(`silence.${silence}`)}</legend>
          {admin ? (
            <label className="choice">
              <input
                type="checkbox"
                checked={own[silence] !== undefined}
                onChange={(event) => {
                  const { [silence]: _, ...others } = own;
                  setOwn(event.target.checked ? { ...own, [silence]: stepsOf(silence) } : others);
                }}
              />
              <span>{t('ladder.own')}</span>
            </label>
          ) : null}
          {own[silence] === undefined || !admin ? (
            <Usual
              steps={stepsOf(silence)}
              dropped={ladder.own.includes(silence) && own[silence] === undefined}
            />
          ) : (
            <Editor steps={own[silence] ?? []} onChange={(steps) => setOwn({ ...own, [silence]: steps })} />
          )}
        </fieldset>
      ))}
      {save.isError ? <Trouble error={save.error} /> : null}
      <p role="status">{save.isSuccess ? t('ladder.saved') : ''}</p>
      {admin ? (
        <button type="submit" className="button" aria-busy={save.isPending}>
          {t('ladder.save')}
        </button>
      ) : (
        <p className="small">{t('calendar.admins')}</p>
      )}
    </form>
  );
}

function Usual({ steps, dropped }: { steps: Step[]; dropped: boolean }) {
  const { t } = useWords();
  if (dropped) return <p className="small">{t('ladder.usual')}</p>;
  return (
    <ol>
      {steps.map(({ afterHours, tell }) => (
        <li key={afterHours}>
          {t('ladder.step', { hours: afterHours })}: {t(`tell.${tell}`)}
        </li>
      ))}
    </ol>
  );
}

function Editor({ steps, onChange }: { steps: Step[]; onChange(steps: Step[]): void }) {
  const { t } = useWords();
  const id = useId();
  const change = (at: number, by: Partial<Step>) =>
    onChange(steps.map((step, n) => (n === at ? { ...step, ...by } : step)));
  return (
    <>
      <ol className="people">
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place.
          <li key={at}>
            <div className="item-tools">
              <label htmlFor={`${id}-hours-${at}`}>{t('ladder.hours')}</label>
              <input
                id={`${id}-hours-${at}`}
                className="input"
                type="number"
                min={1}
                max={2000}
                value={step.afterHours}
                onChange={(event) => change(at, { afterHours: Number(event.target.value) })}
              />
              <label htmlFor={`${id}-tell-${at}`}>{t('ladder.tell')}</label>
              <select
                id={`${id}-tell-${at}`}
                className="input"
                value={step.tell}
                onChange={(event) => change(at, { tell: event.target.value as Step['tell'] })}
              >
                {TELL.map((one) => (
                  <option key={one} value={one}>
                    {t(`tell.${one}`)}
                  </option>
                ))}
              </select>
              {steps.length === 1 ? null : (
                <button
                  type="button"
                  className="link-button link-danger"
                  onClick={() => onChange(steps.filter((_, n) => n !== at))}
                >
                  {t('people.remove')}
                </button>
              )}
            </div>
          </li>
        ))}
      </ol>
      {steps.length >= MOST_STEPS ? null : (
        <button
          type="button"
          className="button button-secondary"
          onClick={() =>
            onChange([...steps, { afterHours: (steps.at(-1)?.afterHours ?? 0) + 8, tell: 'office_admin' }])
          }
        >
          {t('people.add')}
        </button>
      )}
    </>
  );
}
