import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api/client';
import { forgetDraft } from '../../form/draft';
import { useMe } from '../../parts/me';
import { Empty, Loading, Trouble } from '../../parts/states';
import { useWords } from '../../words';
import { FieldForm, textOf } from '../field-form';
import { OfficialPage } from '../official-page';
import { useOnce } from '../use-once';

interface Holiday {
  date: string;
  effect: 'declared' | 'withdrawn';
  name: { ko: string; en: string };
}

/** The days on which the office rests; its administrators declare further ones and withdraw them. */
export function CalendarPage() {
  const { t } = useWords();
  return (
    <OfficialPage title={t('calendar.title')}>
      {(office, roles) => <Year key={office} office={office} admin={roles.includes('office_admin')} />}
    </OfficialPage>
  );
}

function useDeclare(office: string, onDone?: () => void) {
  return useOnce(
    (body: Holiday, key) =>
      ask(
        api.POST('/v1/offices/{code}/holidays', {
          params: { path: { code: office }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    ['calendar', 'desk', 'submission'],
    onDone,
  );
}

function Year({ office, admin }: { office: string; admin: boolean }) {
  const { t, say } = useWords();
  const [year, setYear] = useState(() => new Date().getFullYear());
  const me = useMe();
  const may = admin || (me.data?.grants.includes('form_admin') ?? false);
  const change = useDeclare(office);
  const calendar = useQuery({
    queryKey: ['calendar', office, year],
    queryFn: () =>
      ask(api.GET('/v1/offices/{code}/calendar', { params: { path: { code: office }, query: { year } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <p className="pdf-tools">
        <button type="button" className="button button-secondary" onClick={() => setYear(year - 1)}>
          {year - 1}
        </button>
        <strong role="status">{t('calendar.year', { year })}</strong>
        <button type="button" className="button button-secondary" onClick={() => setYear(year + 1)}>
          {year + 1}
        </button>
      </p>
      {calendar.isPending ? <Loading /> : null}
      {calendar.isError ? <Trouble error={calendar.error} again={() => void calendar.refetch()} /> : null}
      {change.isError ? <Trouble error={change.error} /> : null}
      {calendar.data?.days.length === 0 ? (
        <Empty>
          <p>{t('calendar.none')}</p>
        </Empty>
      ) : null}
      {calendar.data === undefined || calendar.data.days.length === 0 ? null : (
        <table className="desk">
          <caption className="hidden">{t('calendar.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('calendar.day')}</th>
              <th scope="col">{t('calendar.name')}</th>
              <th scope="col">{t('calendar.source')}</th>
              {may ? <th scope="col">{t('delivery.act')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {calendar.data.days.map((day) => (
              <tr key={day.date}>
                <td>
                  <time dateTime={day.date}>{day.date}</time>
                </td>
                <td>{say(day.name)}</td>
                <td>
                  <span className={day.source === 'law' ? 'tag' : 'tag tag-warning'}>
                    {t(`calendar_source.${day.source}`)}
                  </span>
                </td>
                {may ? (
                  <td>
                    <button
                      type="button"
                      className="link-button"
                      aria-busy={change.isPending}
                      aria-label={`${t(day.source === 'withdrawn' ? 'calendar.again' : 'calendar.withdraw')}: ${day.date}`}
                      onClick={() => {
                        const effect = day.source === 'withdrawn' ? 'declared' : 'withdrawn';
                        if (!change.isPending) change.mutate({ date: day.date, effect, name: day.name });
                      }}
                    >
                      {t(day.source === 'withdrawn' ? 'calendar.again' : 'calendar.withdraw')}
                    </button>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {may ? <Declare office={office} /> : <p className="small">{t('calendar.admins')}</p>}
    </>
  );
}

function Declare({ office }: { office: string }) {
  const { t } = useWords();
  const [round, setRound] = useState(0);
  const draft = `holiday.${office}`;
  const declare = useDeclare(office, () => {
    forgetDraft(draft);
    setRound((one) => one + 1);
  });
  return (
    <section aria-labelledby="declare">
      <h2 id="declare">{t('calendar.declare')}</h2>
      <p className="small">{t('calendar.declare_means')}</p>
      <FieldForm
        key={round}
        name={draft}
        fields={[
          { pointer: '/date', label: t('calendar.day'), kind: 'date' },
          { pointer: '/name/ko', label: t('calendar.name_ko'), kind: 'line' },
          { pointer: '/name/en', label: t('calendar.name_en'), kind: 'line' },
        ]}
        send={t('calendar.declare')}
        sending={declare.isPending}
        error={declare.error}
        onSend={(values) =>
          declare.mutate({
            date: textOf(values, '/date'),
            effect: 'declared',
            name: { ko: textOf(values, '/name/ko'), en: textOf(values, '/name/en') },
          })
        }
      />
    </section>
  );
}
