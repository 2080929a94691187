import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api, ask } from '../api/client';
import { useDeed } from '../parts/deed';
import { DeedForm } from '../parts/deed-form';
import { PickField, TextField, useFieldFaults } from '../parts/fields';
import { useForms } from '../parts/form-titles';
import { dayOf, endOfDay, startOfDay } from '../parts/when';
import { Whose } from '../parts/whose';
import { useWords } from '../words';

/** Lets a person act for oneself, or for an organisation that one manages, by one form or by all, for a time. */
export function Authorise() {
  const { t, say } = useWords();
  const forms = useForms();
  const [organisation, setOrganisation] = useState(useSearchParams()[0].get('organisation') ?? '');
  const [to, setTo] = useState('');
  const [form, setForm] = useState('');
  const [from, setFrom] = useState(() => dayOf(new Date()));
  const [until, setUntil] = useState('');
  const authorise = useDeed(
    (key) =>
      ask(
        api.POST('/v1/authorisations', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            to: to.trim(),
            ...{ from: startOfDay(from), until: endOfDay(until) },
            ...(organisation === '' ? {} : { organisation }),
            ...(form === '' ? {} : { form }),
          },
        }),
      ),
    { changes: ['authorisations'], onDone: () => setTo('') },
  );
  const fault = useFieldFaults(authorise.error);
  return (
    <details className="fold">
      <summary>{t('authorisations.give')}</summary>
      <DeedForm deed={authorise} words={t('authorisations.give_now')}>
        <Whose needs="manage" value={organisation} onChange={setOrganisation} />
        <TextField
          label={t('authorisations.to')}
          hint={t('authorisations.to_hint')}
          fault={fault('/to')}
          value={to}
          maxLength={255}
          onChange={setTo}
        />
        <PickField
          label={t('authorisations.form')}
          fault={fault('/form')}
          value={form}
          options={[
            { value: '', label: t('authorisations.every_form') },
            ...(forms.data?.items.map(({ id, title }) => ({ value: id, label: say(title) })) ?? []),
          ]}
          onChange={setForm}
        />
        <TextField
          label={t('authorisations.from')}
          fault={fault('/from')}
          type="date"
          value={from}
          onChange={setFrom}
        />
        <TextField
          label={t('authorisations.until')}
          fault={fault('/until')}
          type="date"
          value={until}
          onChange={setUntil}
        />
      </DeedForm>
      <div role="status">{authorise.isSuccess ? <p>{t('authorisations.done')}</p> : null}</div>
    </details>
  );
}
