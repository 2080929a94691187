import { useWords } from '../words';

export interface Letter {
  title: string;
  body: string;
}

/** A letter in one's own words. */
export function LetterFields({ letter, onChange }: { letter: Letter; onChange(letter: Letter): void }) {
  const { t } = useWords();
  return (
    <section className="form-section">
      <div className="field">
        <label htmlFor="answers/title">{t('letter.subject')}</label>
        <input
          id="answers/title"
          className="input"
          value={letter.title}
          maxLength={500}
          aria-required
          onChange={(event) => onChange({ ...letter, title: event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor="answers/body">{t('letter.body')}</label>
        <textarea
          id="answers/body"
          className="input"
          rows={12}
          value={letter.body}
          aria-required
          onChange={(event) => onChange({ ...letter, body: event.target.value })}
        />
      </div>
    </section>
  );
}
