import { useOfficeName } from '../parts/offices';
import { useWords } from '../words';

/** Where a form may go to one of several offices, the person says to which. */
export function OfficeChoice({
  offices,
  chosen,
  onChoose,
}: {
  offices: string[];
  chosen: string | undefined;
  onChoose(office: string): void;
}) {
  const { t } = useWords();
  const name = useOfficeName();
  return (
    <div className="field">
      <label htmlFor="office">{t('form.office')}</label>
      <select
        id="office"
        className="input"
        value={chosen ?? ''}
        aria-required
        onChange={(event) => onChoose(event.target.value)}
      >
        <option value="" disabled>
          {t('form.choose')}
        </option>
        {offices.map((code) => (
          <option key={code} value={code}>
            {name(code)}
          </option>
        ))}
      </select>
    </div>
  );
}
