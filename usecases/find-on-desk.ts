import { type Found, findByNumber, findByText } from '../db/desk-search';
import type { Tx } from '../db/knex';
import { sha256 } from '../domain/digest';
import { needlesOf } from '../domain/search-text';
import { readTrackingCode } from '../domain/tracking-code';

/** What a text finds on these desks: by the words in it, and where it may be one by a number or a tracking code. */
export async function findOnDesk(
  tx: Tx,
  offices: string[],
  text: string | undefined,
): Promise<Found | undefined> {
  if (text === undefined) return undefined;
  const code = readTrackingCode(text);
  const numbers = numbersOf(text, offices);
  const asked = { numbers, trackingHash: code === undefined ? undefined : sha256(code) };
  const byNumber = numbers.length === 0 && code === undefined ? [] : await findByNumber(tx, offices, asked);
  const needles = needlesOf(text);
  if (needles.length === 0) return { ids: byNumber };
  const byText = await findByText(tx, offices, needles);
  return byText === undefined ? { ids: byNumber, needles } : { ids: [...byNumber, ...byText] };
}

/** A registration number in full, or as it is called inside the office: without the office's code. */
function numbersOf(text: string, offices: string[]): string[] {
  const [, office, number] = /^(?:(.+)-)?(\d{4}-\d+)$/.exec(text.toLowerCase()) ?? [];
  if (number === undefined) return [];
  return office === undefined ? offices.map((own) => `${own}-${number}`) : [`${office}-${number}`];
}
