import { useWords } from '../../words';
import type { Content } from './draft-content';

/** What is wrong with a field, in words. */
export interface Described {
  title: string | undefined;
  ground: string | undefined;
}

const LANGUAGES = [
  ['ko', '한국어'],
  ['en', 'English'],
] as const;
const OPENNESS = ['open', 'partial', 'closed'] as const;
/** Article 9(1) of the Official Information Disclosure Act has eight. */
const GROUNDS = ['1', '2', '3', '4', '5', '6', '7', '8'];

export function TitleFields({
  content,
  faults,
  onChange,
}: {
  content: Content;
  faults: Described;
  onChange(by: Partial<Content>): void;
}) {
  const { t } = useWords();
  return (
    <>
      <div className="field">
        <label htmlFor="outgoing-language">{t('outgoing.language')}</label>
        <select
          id="outgoing-language"
          className="input input-number"
          value={content.language}
          onChange={(event) => onChange({ language: event.target.value === 'en' ? 'en' : 'ko' })}
        >
          {LANGUAGES.map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className={faults.title === undefined ? 'field' : 'field field-faulty'}>
        <label htmlFor="outgoing-title">{t('letter.subject')}</label>
        {faults.title === undefined ? null : (
          <p className="field-error" id="outgoing-title-error">
            {faults.title}
          </p>
        )}
        <input
          id="outgoing-title"
          className="input"
          maxLength={500}
          aria-required
          aria-invalid={faults.title === undefined ? undefined : true}
          aria-describedby={faults.title === undefined ? undefined : 'outgoing-title-error'}
          value={content.title}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor="outgoing-via">
          {t('outgoing.via')}
          <span className="optional"> {t('form.optional')}</span>
        </label>
        <input
          id="outgoing-via"
          className="input"
          maxLength={200}
          value={content.via}
          onChange={(event) => onChange({ via: event.target.value })}
        />
      </div>
    </>
  );
}

/** Whether others may see it, and by which ground of the law not. */
export function Opening({
  content,
  fault,
  onChange,
}: {
  content: Content;
  fault: string | undefined;
  onChange(by: Partial<Content>): void;
}) {
  const { t } = useWords();
  return (
    <>
      <fieldset className="field">
        <legend>{t('outgoing.openness')}</legend>
        <div className="choices">
          {OPENNESS.map((one) => (
            <label key={one} className="choice">
              <input
                type="radio"
                name="openness"
                checked={content.openness === one}
                onChange={() => onChange({ openness: one })}
              />
              <span>{t(`openness.${one}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {content.openness === 'open' ? null : (
        <div className={fault === undefined ? 'field' : 'field field-faulty'}>
          <label htmlFor="outgoing-ground">{t('outgoing.ground')}</label>
          {fault === undefined ? null : (
            <p className="field-error" id="outgoing-ground-error">
              {fault}
            </p>
          )}
          <select
            id="outgoing-ground"
            className="input input-number"
            aria-invalid={fault === undefined ? undefined : true}
            aria-describedby={fault === undefined ? undefined : 'outgoing-ground-error'}
            value={content.ground}
            onChange={(event) => onChange({ ground: event.target.value })}
          >
            <option value="">{t('form.choose')}</option>
            {GROUNDS.map((one) => (
              <option key={one} value={one}>
                {t('outgoing.ground_number', { number: one })}
              </option>
            ))}
          </select>
        </div>
      )}
    </>
  );
}

/** The periods of the Public Records Act's enforcement decree (art. 26), the usual one being five years. */
const YEARS = [1, 3, 5, 10, 30];
const WITHOUT_END = ['semi_permanent', 'permanent'] as const;

export function Retention({ content, onChange }: { content: Content; onChange(by: Partial<Content>): void }) {
  const { t } = useWords();
  const { retention } = content;
  return (
    <div className="field">
      <label htmlFor="outgoing-retention">{t('outgoing.retention')}</label>
      <select
        id="outgoing-retention"
        className="input"
        value={retention.years ?? retention.class}
        onChange={({ target: { value } }) => {
          const without = WITHOUT_END.find((one) => one === value);
          onChange({ retention: without ? { class: without } : { class: 'years', years: Number(value) } });
        }}
      >
        {YEARS.map((years) => (
          <option key={years} value={years}>
            {t('outgoing.years', { years })}
          </option>
        ))}
        {WITHOUT_END.map((one) => (
          <option key={one} value={one}>
            {t(`outgoing.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
