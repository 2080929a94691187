import type { OfficialPage } from '../../domain/official-page';
import type { ReceiptPage } from '../../domain/receipt-page';
import type { KeyRing } from '../keys';
import { renderPage } from '../pdf';
import { sealPdf } from './seal-pdf';

/** Draws pages and seals them by the newest key of purpose `seal`. */
export function createPagePrinter(
  keys: KeyRing,
  now: () => Date,
): (page: ReceiptPage | OfficialPage) => Promise<Buffer> {
  return async (page) => sealPdf(await renderPage(page, now()), await keys.current('seal'));
}
