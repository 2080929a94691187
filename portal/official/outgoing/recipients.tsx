import { useId, useState } from 'react';
import { useOfficeName } from '../../parts/offices';
import { useWords } from '../../words';
import { linesOf } from '../act-field';
import { OfficeSearch } from '../office-search';

export const RECIPIENT_KINDS = ['office', 'organisation', 'person', 'submission'] as const;
export interface Recipient {
  kind: (typeof RECIPIENT_KINDS)[number];
  id: string;
}

/** What a recipient is called here: offices by name, others by what they were named with. */
type Named = { ko: string; en: string } | null | undefined;

/** By name where the API told it; of whom somebody has just typed, kind and id. */
export function useRecipientName(): (recipient: Recipient, name?: Named) => string {
  const { t, say } = useWords();
  const officeName = useOfficeName();
  return ({ kind, id }, name) => {
    if (kind === 'office') return officeName(id);
    return `${t(`recipient_kind.${kind}`)} ${name == null ? id : say(name)}`;
  };
}

/** To whom it goes, one or many. */
export function Recipients({
  office,
  recipients,
  error,
  onChange,
}: {
  office: string;
  recipients: Recipient[];
  error: string | undefined;
  onChange(recipients: Recipient[]): void;
}) {
  const { t } = useWords();
  const id = useId();
  const nameOf = useRecipientName();
  const [kind, setKind] = useState<Recipient['kind']>('office');
  const [text, setText] = useState('');
  const there = (one: Recipient) =>
    recipients.some((other) => other.kind === one.kind && other.id === one.id);
  const add = (ids: string[]) => {
    const fresh = [...new Set(ids)].map((one) => ({ kind, id: one })).filter((one) => !there(one));
    onChange([...recipients, ...fresh]);
  };
  return (
    <fieldset className={error === undefined ? 'field' : 'field field-faulty'} id="recipients" tabIndex={-1}>
      <legend>{t('outgoing.recipients')}</legend>
      {error === undefined ? null : <p className="field-error">{error}</p>}
      <ul className="people">
        {recipients.map((one) => (
          <li key={`${one.kind} ${one.id}`}>
            <span>{nameOf(one)}</span>
            <button
              type="button"
              className="link-button link-danger"
              aria-label={`${t('people.remove')}: ${nameOf(one)}`}
              onClick={() => onChange(recipients.filter((other) => other !== one))}
            >
              {t('people.remove')}
            </button>
          </li>
        ))}
      </ul>
      <div className="field">
        <label htmlFor={`${id}-kind`}>{t('recipient.kind')}</label>
        <select
          id={`${id}-kind`}
          className="input input-number"
          value={kind}
          onChange={(event) => setKind(event.target.value as Recipient['kind'])}
        >
          {RECIPIENT_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`recipient_kind.${one}`)}
            </option>
          ))}
        </select>
      </div>
      {kind === 'office' ? (
        <OfficeSearch
          without={[
            { value: office, label: '' },
            ...recipients.filter((one) => one.kind === 'office').map((one) => ({ value: one.id, label: '' })),
          ]}
          value=""
          onChange={(code) => add([code])}
        />
      ) : (
        <>
          <label htmlFor={`${id}-ids`}>{t(`recipient_ids.${kind}`)}</label>
          <textarea
            id={`${id}-ids`}
            className="input"
            rows={3}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <p>
            <button
              type="button"
              className="button button-secondary"
              onClick={() => {
                add(linesOf(text));
                setText('');
              }}
            >
              {t('people.add')}
            </button>
          </p>
        </>
      )}
    </fieldset>
  );
}
