import { useState } from 'react';
import { type Checked, checkReceipt } from '../parts/check-receipt';
import { useEventWords } from '../parts/event-words';
import { Page } from '../parts/page';
import { When } from '../parts/when';
import { useWords } from '../words';

/** Is a receipt genuine? Found out in this browser: the file goes nowhere. */
export function Verify() {
  const { t } = useWords();
  const [checked, setChecked] = useState<Checked>();
  const check = async (file: File | undefined) => {
    if (file !== undefined) setChecked(await checkReceipt(file));
  };
  return (
    <Page title={t('verify.title')} lead={t('verify.lead')}>
      <div className="field">
        <label htmlFor="receipt">{t('verify.file')}</label>
        <p className="hint" id="receipt-hint">
          {t('verify.hint')}
        </p>
        <input
          id="receipt"
          className="input"
          type="file"
          accept=".json,application/json"
          aria-describedby="receipt-hint"
          onChange={(event) => {
            void check(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      <div role="status">{checked === undefined ? null : <Verdict checked={checked} />}</div>
      <h2>{t('verify.alone')}</h2>
      <p>{t('verify.alone_how')}</p>
    </Page>
  );
}

function Verdict({ checked }: { checked: Checked }) {
  const { t } = useWords();
  const eventWords = useEventWords();
  const { verdict, name } = checked;
  const kind = { genuine: 'success', not_genuine: 'error', cannot_tell: 'warning' }[verdict];
  return (
    <div className={`notice notice-${kind}`} data-verdict={verdict}>
      <h2>{t(`verdict.${verdict}`)}</h2>
      <p>{name}</p>
      {checked.verdict === 'genuine' ? (
        <dl className="facts">
          <div>
            <dt>{t('verify.event')}</dt>
            <dd>
              {eventWords(
                checked.evidence.event,
                typeof checked.evidence.facts?.document === 'string' ? 'official_document' : 'submission',
              )}
            </dd>
          </div>
          <div>
            <dt>{t('verify.at')}</dt>
            <dd>
              <When at={checked.evidence.at} />
            </dd>
          </div>
          <div>
            <dt>{t('verify.submission')}</dt>
            <dd>
              <code>{checked.evidence.submission}</code>
            </dd>
          </div>
          <div>
            <dt>{t('verify.issuer')}</dt>
            <dd>{checked.evidence.issuer}</dd>
          </div>
        </dl>
      ) : (
        <p>{t(`verify_reason.${checked.reason}`)}</p>
      )}
    </div>
  );
}
