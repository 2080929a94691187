import { useOfficeName } from '../../parts/offices';
import { useWords } from '../../words';

/** The offices that a form can lead to, by its routing. */
export function officesIn(definition: Record<string, unknown> | undefined): string[] {
  const routing = definition?.routing;
  if (typeof routing !== 'object' || routing === null) return [];
  const { office, offices, otherwise } = routing as Record<string, unknown>;
  const listed = typeof offices === 'object' && offices !== null ? Object.values(offices) : [];
  const named = [office, ...listed, otherwise].filter((one) => typeof one === 'string');
  return [...new Set(named)];
}

/** Which of them take it first; none chosen is all. */
export function OpenedFor({
  offices,
  chosen,
  onChange,
}: {
  offices: string[];
  chosen: string[];
  onChange(offices: string[]): void;
}) {
  const { t } = useWords();
  const officeName = useOfficeName();
  return (
    <fieldset className="field">
      <legend>{t('form_editor.open_for')}</legend>
      <p className="hint">{t('form_editor.open_for_hint')}</p>
      <div className="choices">
        {offices.map((office) => (
          <label key={office} className="choice">
            <input
              type="checkbox"
              checked={chosen.includes(office)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, office] : chosen.filter((one) => one !== office))
              }
            />
            <span>{officeName(office)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
