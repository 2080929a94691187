import { useMe } from '../parts/me';
import { useOrganisationName } from '../parts/organisations';
import { useWords } from '../words';
import type { Draft } from './draft';

/**
 * For whom a document is sent: for oneself, an organisation that one sends for, or somebody who authorised one for this
 * form. Where there is nobody else, nothing is asked.
 */
export function ActingFor({
  draft,
  change,
  form,
}: {
  draft: Draft;
  change(by: (draft: Draft) => Draft): void;
  form: string | null;
}) {
  const { t } = useWords();
  const me = useMe();
  const organisationName = useOrganisationName();
  const mandates = me.data?.mandates.filter((one) => one.form === null || one.form === form) ?? [];
  const organisations = me.data?.sendsFor ?? [];
  const chosen =
    draft.authorisation !== undefined
      ? `authorisation:${draft.authorisation}`
      : draft.organisation !== undefined
        ? `organisation:${draft.organisation}`
        : '';
  if (mandates.length + organisations.length === 0 && chosen === '') return null;
  const choose = (value: string) => {
    const [kind, id] = value.split(/:(.*)/, 2);
    change(({ organisation: _, authorisation: __, shared: ___, ...rest }) => ({
      ...rest,
      ...(kind === 'organisation' && id !== undefined ? { organisation: id } : {}),
      ...(kind === 'authorisation' && id !== undefined ? { authorisation: id } : {}),
    }));
  };
  return (
    <>
      <div className="field">
        <label htmlFor="acting-for">{t('acting.whose')}</label>
        <select
          id="acting-for"
          className="input"
          value={chosen}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{t('acting.oneself')}</option>
          {organisations.map((number) => (
            <option key={number} value={`organisation:${number}`}>
              {organisationName(number)}
            </option>
          ))}
          {mandates.map(({ id, person, name, organisation }) => (
            <option key={id} value={`authorisation:${id}`}>
              {t('acting.authorised', {
                name: organisation === null ? (name ?? person ?? '') : organisationName(organisation),
              })}
            </option>
          ))}
        </select>
      </div>
      {draft.organisation === undefined || draft.authorisation !== undefined ? null : (
        <label className="choice">
          <input
            type="checkbox"
            checked={draft.shared ?? false}
            onChange={({ target }) => change((now) => ({ ...now, shared: target.checked }))}
          />{' '}
          {t('shared_draft.share')}
        </label>
      )}
    </>
  );
}

/** The same in words, where nothing is chosen any more. */
export function ActsFor({ draft }: { draft: Draft }) {
  const { t } = useWords();
  const me = useMe();
  const organisationName = useOrganisationName();
  if (draft.organisation === undefined && draft.authorisation === undefined) return null;
  const mandate = me.data?.mandates.find(({ id }) => id === draft.authorisation);
  const organisation = draft.organisation ?? mandate?.organisation ?? null;
  const name =
    organisation === null ? (mandate?.name ?? mandate?.person ?? '') : organisationName(organisation);
  return (
    <p>
      <strong>{t('acting.for', { name })}</strong>
    </p>
  );
}
