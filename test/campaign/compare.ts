import { Client } from 'pg';
import { inLanes } from '../../domain/in-lanes';
import { openMailbox } from '../../local/mailbox';
import { createApiClient } from '../support/api-client';
import type { Installation } from './installation';
import type { Deed, Ledger } from './ledger';
import type { Seen } from './people';

export interface Comparison {
  /** One sentence for each promise that was broken. */
  broken: string[];
  acknowledged: number;
  registered: number;
  decisions: number;
  contested: number;
  mails: { expected: number; missing: number; twice: number };
}

const LANES = 8;
const REGISTERED = '보내신 문서가 등록되었습니다';
const DECIDED = '보내신 문서의 처리 결과가 나왔습니다';
/** What it is about, and the registration number. */
const SUBJECT = /^\[공문\] (.+?)(?: \((.+)\))?$/;

/** The ledger against what everybody can see now, and against the rows where something must not be there at all. */
export async function compare(installation: Installation, ledger: Ledger): Promise<Comparison> {
  const broken: string[] = [];
  const submits = ledger.deeds().filter(({ what }) => what === 'submit');
  const others = ledger.deeds().filter(({ what }) => what !== 'submit');
  for (const { key, what, verdict } of ledger.deeds())
    if (verdict === 'open') broken.push(`Nobody ever said what became of ${what} ${key}.`);

  const [seen, digests] = await readAll(installation, submits);
  lost(submits, seen, digests, broken);
  const decisions = others.filter(({ what }) => what === 'decisions');
  const contested = actsKept(decisions, others, seen, broken);
  const mails = await mailsSent(installation, ledger);
  numbersKept(ledger, seen, broken);
  await nothingElse(installation.ownerUrl, { submits, others }, broken);
  return {
    broken,
    acknowledged: submits.filter(({ verdict }) => verdict === 'taken').length,
    registered: [...seen.values()].filter(({ registrationNumber }) => registrationNumber !== null).length,
    decisions: decisions.filter(({ verdict }) => verdict === 'taken').length,
    contested,
    mails,
  };
}

/** Every acknowledged submission as auditor and party read it, with the digests of the receipts the party is shown. */
async function readAll({ apis, issuer }: Installation, submits: Deed[]) {
  const seen = new Map<string, Seen>();
  const digests = new Map<string, string[]>();
  const auditor = createApiClient(apis[0], () => issuer.token('demo-auditor'));
  const party = createApiClient(apis[1], () => issuer.token('demo-minji'));
  const ids = submits.flatMap(({ submission }) => submission ?? []);
  await inLanes([...new Set(ids)], LANES, async (id) => {
    const [view, receipts] = await Promise.all([
      auditor.get(`/v1/submissions/${id}`),
      party.get(`/v1/submissions/${id}/receipts`),
    ]);
    if (view.status === 200) seen.set(id, view.body);
    if (receipts.status === 200)
      digests.set(
        id,
        receipts.body.items.map((item: { digest: string }) => item.digest),
      );
  });
  return [seen, digests] as const;
}

function lost(
  submits: Deed[],
  seen: Map<string, Seen>,
  digests: Map<string, string[]>,
  broken: string[],
): void {
  const byId = new Map<string, string>();
  for (const { key, submission, taken, verdict } of submits) {
    if (verdict !== 'taken' || submission === undefined) continue;
    const ids = new Set(taken.map((told) => told.submission));
    if (ids.size > 1) broken.push(`Key ${key} was told ${ids.size} submissions.`);
    const other = byId.get(submission);
    if (other !== undefined) broken.push(`Keys ${other} and ${key} were told one submission.`);
    byId.set(submission, key);
    const now = seen.get(submission);
    if (now === undefined) broken.push(`Acknowledged and lost: ${submission}.`);
    else if (now.registrationNumber === null) broken.push(`Never registered: ${submission}.`);
    else if (now.pending.length > 0) broken.push(`Something still waits: ${submission}.`);
    for (const { receipt } of taken)
      if (receipt !== undefined && !digests.get(submission)?.includes(receipt))
        broken.push(`The receipt that was handed out is no more: ${submission}.`);
  }
}

/** @returns how many submissions were decided by two at once */
function actsKept(decisions: Deed[], others: Deed[], seen: Map<string, Seen>, broken: string[]): number {
  const bySubmission = new Map<string, Deed[]>();
  for (const one of decisions) {
    const id = one.submission ?? '';
    bySubmission.set(id, [...(bySubmission.get(id) ?? []), one]);
  }
  let contested = 0;
  for (const [id, all] of bySubmission) {
    const winners = all.filter(({ verdict }) => verdict === 'taken');
    if (all.length > 1) contested += 1;
    if (winners.length !== 1) broken.push(`${winners.length} of ${all.length} decisions taken: ${id}.`);
    const now = seen.get(id);
    if (now?.state !== 'closed' || now.outcome !== winners[0]?.outcome)
      broken.push(`Decided as ${winners[0]?.outcome}, but it is ${now?.state}, ${now?.outcome}: ${id}.`);
  }
  for (const { what, submission, verdict } of others) {
    if (verdict !== 'taken') continue;
    const now = seen.get(submission ?? '');
    if (what === 'withdrawals' && now?.state !== 'withdrawn') broken.push(`Not withdrawn: ${submission}.`);
    if (what === 'transfers' && now?.leg !== 2) broken.push(`Not transferred: ${submission}.`);
  }
  return contested;
}

/** Numbers are unique, without a gap in what the offices show, and the one that somebody was told. */
function numbersKept(ledger: Ledger, seen: Map<string, Seen>, broken: string[]): void {
  const told = ledger.numbers();
  const holders = new Map<string, string>();
  for (const [id, numbers] of told) {
    const now = seen.get(id);
    if (numbers.size > (now?.leg ?? 1)) broken.push(`${id} was told ${[...numbers].join(' and ')}.`);
    for (const number of numbers) {
      const other = holders.get(number);
      if (other !== undefined) broken.push(`${number} was told of ${other} and ${id}.`);
      holders.set(number, id);
    }
    if (now?.registrationNumber != null && !numbers.has(now.registrationNumber) && now.leg === numbers.size)
      broken.push(`${id} was told another number than ${now.registrationNumber}.`);
  }
}

/** What nobody was told of is not there: as many submissions, commands and registrations as the ledger says. */
async function nothingElse(
  ownerUrl: string,
  { submits, others }: { submits: Deed[]; others: Deed[] },
  broken: string[],
): Promise<void> {
  const sql = new Client({ connectionString: ownerUrl });
  await sql.connect();
  try {
    const count = async (text: string) => Number((await sql.query(text)).rows[0].count);
    const taken = (deeds: Deed[]) => deeds.filter(({ verdict }) => verdict === 'taken').length;
    const same = (what: string, rows: number, expected: number) => {
      if (rows !== expected) broken.push(`${rows} ${what}, but ${expected} were acknowledged.`);
    };
    const legs = taken(submits) + taken(others.filter(({ what }) => what === 'transfers'));
    same('submissions', await count('SELECT count(*) FROM submissions'), taken(submits));
    const people = `SELECT count(*) FROM commands WHERE capacity <> 'system' AND kind <> 'submit'`;
    same('acts of people', await count(people), taken(others));
    same('registrations', await count('SELECT count(*) FROM registrations'), legs);
    const { rows } = await sql.query(
      'SELECT office, year, min(seq) AS first, max(seq) AS last, count(*) AS count FROM registrations GROUP BY office, year',
    );
    for (const { office, year, first, last, count: entries } of rows)
      if (Number(first) !== 1 || Number(last) !== Number(entries))
        broken.push(`The register of ${office} ${year} has ${entries} entries up to ${last}.`);
  } finally {
    await sql.end();
  }
}

/** The mail server's own store is outside the system; the numbers in the mails were told as well. */
async function mailsSent(installation: Installation, ledger: Ledger) {
  const mails = (await openMailbox(installation.mailDir)).mails();
  const told = new Set<string>();
  for (const { subject, text } of mails) {
    const id = /\/documents\/([0-9a-f-]{36})/.exec(text)?.[1];
    const [, words, number] = SUBJECT.exec(subject) ?? [];
    if (id === undefined || words === undefined) continue;
    told.add(`${words} ${id}`);
    if (number !== undefined) ledger.noteNumber(id, number);
  }
  const expected = ledger.deeds().flatMap(({ what, verdict, submission }) => {
    if (verdict !== 'taken') return [];
    if (what === 'submit') return [`${REGISTERED} ${submission}`];
    return what === 'decisions' ? [`${DECIDED} ${submission}`] : [];
  });
  return {
    expected: expected.length,
    missing: expected.filter((one) => !told.has(one)).length,
    twice: mails.filter(({ times }) => times > 1).length,
  };
}
