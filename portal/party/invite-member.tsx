import { useState } from 'react';
import { api, ask } from '../api/client';
import { useDeed } from '../parts/deed';
import { DeedForm } from '../parts/deed-form';
import { CheckList, PickField, TextField, useFieldFaults } from '../parts/fields';
import { useWords } from '../words';
import { ORGANISATION_ROLES, type OrganisationRole } from './organisation-roles';

const LANGUAGES = ['ko', 'en'] as const;

/** Asks somebody in by mail; the code that accepts stands in that mail alone. */
export function InviteMember({ number }: { number: string }) {
  const { t, language: mine } = useWords();
  const [email, setEmail] = useState('');
  const [language, setLanguage] = useState<(typeof LANGUAGES)[number]>(mine);
  const [roles, setRoles] = useState<OrganisationRole[]>(['read']);
  const invite = useDeed(
    (key) =>
      ask(
        api.POST('/v1/organisations/{number}/invitations', {
          params: { path: { number }, header: { 'Idempotency-Key': key } },
          body: { email: email.trim(), language, roles },
        }),
      ),
    { changes: ['organisation'], onDone: () => setEmail('') },
  );
  const fault = useFieldFaults(invite.error);
  return (
    <details className="fold">
      <summary>{t('organisation.invite')}</summary>
      <DeedForm deed={invite} words={t('organisation.invite_now')}>
        <TextField
          label={t('organisation.email')}
          hint={t('organisation.email_hint')}
          fault={fault('/email')}
          type="email"
          value={email}
          maxLength={254}
          onChange={setEmail}
        />
        <PickField
          label={t('organisation.language')}
          value={language}
          options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChange={(value) => setLanguage(value === 'ko' ? 'ko' : 'en')}
        />
        <CheckList
          legend={t('organisation.roles')}
          values={ORGANISATION_ROLES}
          chosen={roles}
          words={(role) => t(`organisation_role.${role}`)}
          onChange={setRoles}
        />
      </DeedForm>
      <div role="status">{invite.isSuccess ? <p>{t('organisation.invited')}</p> : null}</div>
    </details>
  );
}
