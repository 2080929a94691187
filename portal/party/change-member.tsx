import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { useDeed } from '../parts/deed';
import { DeedForm } from '../parts/deed-form';
import { CheckList } from '../parts/fields';
import { useWords } from '../words';
import { isProgram, ORGANISATION_ROLES, PROGRAM_ROLES } from './organisation-roles';

/** What a member may do from now on, and whether they represent the organisation. */
export function ChangeMember({
  organisation,
  member,
}: {
  organisation: Schemas['Organisation'];
  member: Schemas['Organisation']['members'][number];
}) {
  const { t } = useWords();
  const { number, version } = organisation;
  const represents = organisation.representative === member.person;
  const [roles, setRoles] = useState(member.roles);
  const [representative, setRepresentative] = useState(represents);
  const change = useDeed(
    (key) =>
      ask(
        api.POST('/v1/organisations/{number}/memberships', {
          params: { path: { number }, header: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } },
          body: { person: member.person, roles, as: representative ? 'representative' : 'member' },
        }),
      ),
    { changes: ['organisations', 'organisation', 'me'] },
  );
  return (
    <details className="fold whole-width">
      <summary>
        {t('organisation.change')}
        <span className="hidden">: {member.name}</span>
      </summary>
      <DeedForm deed={change} words={t('organisation.change_now')}>
        <CheckList
          legend={t('organisation.roles')}
          values={isProgram(member.person) ? PROGRAM_ROLES : ORGANISATION_ROLES}
          chosen={roles}
          words={(role) => t(`organisation_role.${role}`)}
          onChange={setRoles}
        />
        {isProgram(member.person) ? null : (
          <label className="choice field">
            <input
              type="checkbox"
              checked={representative}
              // Who represents it now ceases to when somebody else begins.
              disabled={represents}
              onChange={({ target }) => setRepresentative(target.checked)}
            />
            {t('organisation.represents')}
          </label>
        )}
      </DeedForm>
      <div role="status">
        {change.isSuccess ? <p className="small">{t('organisation.changed')}</p> : null}
      </div>
    </details>
  );
}
