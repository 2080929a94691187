import { renderPreview } from '../../adapters/pdf';
import { layOut } from '../../adapters/pdf/layout';
import type { ReceiptPage } from '../../domain/receipt-page';

const PAGE: ReceiptPage = {
  ...{ language: 'ko', title: '답변', issuer: '하늘시', facts: [{ label: '결과', value: '수용' }] },
  ...{ paragraphs: ['고쳤습니다.'], checkAddress: '', checkWords: '미리보기입니다.', footer: [] },
  ...{ receipt: '', at: '2026-11-27T00:00:00Z' },
};

describe('a page before there is anything to prove', () => {
  it('takes no sheet for the code that it does not have', () => {
    expect(layOut(PAGE).sheets).toBe(1);
  });

  it('has no receipt inside and no room for a seal', async () => {
    const file = (await renderPreview(PAGE)).toString('latin1');
    expect(file.startsWith('%PDF-')).toBe(true);
    expect(file).not.toContain('receipt.json');
    expect(file).not.toContain('/ByteRange');
  });
});
