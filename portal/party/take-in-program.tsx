import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { useDeed } from '../parts/deed';
import { DeedForm } from '../parts/deed-form';
import { CheckList, TextField, useFieldFaults } from '../parts/fields';
import { useWords } from '../words';
import { type OrganisationRole, PROGRAM_ROLES } from './organisation-roles';

/** A program that sends and reads for the organisation, by the identifier that the identity provider knows it by. */
export function TakeInProgram({ organisation }: { organisation: Schemas['Organisation'] }) {
  const { t } = useWords();
  const { number, version } = organisation;
  const [client, setClient] = useState('');
  const [roles, setRoles] = useState<OrganisationRole[]>(['submit', 'read']);
  const takeIn = useDeed(
    (key) =>
      ask(
        api.POST('/v1/organisations/{number}/memberships', {
          params: { path: { number }, header: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } },
          body: { person: `client:${client.trim()}`, roles, as: 'member' },
        }),
      ),
    { changes: ['organisation'], onDone: () => setClient('') },
  );
  const fault = useFieldFaults(takeIn.error);
  return (
    <details className="fold">
      <summary>{t('organisation.program')}</summary>
      <DeedForm deed={takeIn} words={t('organisation.program_now')}>
        <TextField
          label={t('organisation.client')}
          hint={t('organisation.client_hint')}
          fault={fault('/person')}
          value={client}
          maxLength={240}
          onChange={setClient}
        />
        <CheckList
          legend={t('organisation.roles')}
          values={PROGRAM_ROLES}
          chosen={roles}
          words={(role) => t(`organisation_role.${role}`)}
          onChange={setRoles}
        />
      </DeedForm>
      <div role="status">{takeIn.isSuccess ? <p>{t('organisation.program_done')}</p> : null}</div>
    </details>
  );
}
