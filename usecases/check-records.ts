import type { ContentCipher } from '../adapters/content-cipher';
import type { SealedFiles } from '../adapters/files';
import type { PublishedKey } from '../adapters/keys';
import { nextSubmissions, readDossiers } from '../db/dossier-store';
import { queuedAmong } from '../db/history-store';
import type { Db } from '../db/knex';
import { readLogHead } from '../db/log-check';
import { listOrphans } from '../db/orphan-store';
import { listOutgoingSeries } from '../db/outgoing-store';
import { listSeries } from '../db/register-check';
import type { RegisterLine } from '../domain/checkpoint';
import { checkArchive } from './checks/archive';
import { checkChain } from './checks/chain';
import { createCheckpointsCheck } from './checks/checkpoints';
import { checkCommands } from './checks/commands';
import { checkContents } from './checks/contents';
import { checkDocuments } from './checks/documents';
import { checkDrafts } from './checks/drafts';
import { checkEngine } from './checks/engine';
import type { Fault, Report } from './checks/fault';
import { checkFiles } from './checks/files';
import { fold } from './checks/fold';
import { checkForms } from './checks/forms';
import { checkNotices } from './checks/notices';
import { checkProjection } from './checks/projection';
import { checkProofs } from './checks/proofs';
import { checkRegisters } from './checks/registers';
import { checkRegistrations } from './checks/registrations';
import { createSignatureCheck } from './checks/signature';
import { checkTree } from './checks/tree';
import { checkUnsealed } from './checks/unsealed';
import type { Engine } from './engine';

export interface CheckDeps {
  db: Db;
  cipher: Pick<ContentCipher, 'open'>;
  /** Named in each evidence; the log is named after it. */
  issuer: string;
  published: readonly PublishedKey[];
  /** Where it is given, the bytes in it are checked too. */
  files?: Pick<SealedFiles, 'get'>;
  /** Where it is given, the rows are held against it. */
  engine?: Pick<Engine, 'procedure'>;
  now(): Date;
}

export interface CheckScope {
  /** Of what belongs to one submission: these only; null for all. */
  submissions: readonly string[] | null;
  /** What entered the database longer ago must be in the log, and closed submissions' runs in the archive. */
  settledAfterMs: { log: number; archive: number; engine: number };
}

export interface Checked {
  check: string;
  /** How many rows, leaves, registers … it looked at. */
  looked: number;
  faults: number;
}

/**
 * Everything that can be known of the past held against everything else that is known of it, in bounded memory: each fault
 * is told as it is found, named by its row.
 * @param found hears of each fault
 * @throws GongmunError, Error where something cannot be asked: then nothing is known of its soundness
 */
export async function* checkRecords(
  deps: CheckDeps,
  scope: CheckScope,
  found: (check: string, fault: Fault) => void,
): AsyncGenerator<Checked> {
  for (const [check, run] of Object.entries(checksOf(deps, scope))) {
    let faults = 0;
    const looked = await run((fault) => {
      faults += 1;
      found(check, fault);
    });
    yield { check, looked, faults };
  }
}

type Check = (report: Report) => Promise<number>;

function checksOf(deps: CheckDeps, scope: CheckScope): Record<string, Check> {
  const { db, files, engine, now } = deps;
  const { submissions: among, settledAfterMs } = scope;
  const before = (ms: number) => new Date(now().getTime() - ms);
  return {
    registers: (report) => checkRegisters(db, report),
    submissions: (report) => checkSubmissions(deps, scope, report),
    documents: (report) => checkDocuments(db, deps.cipher, createSignatureCheck(deps.published), report),
    forms: (report) => checkForms(db, report),
    drafts: (report) => checkDrafts(db, deps.cipher, report),
    orphans: async (report) => {
      const orphans = await listOrphans(db);
      for (const { table, row, parent, missing } of orphans)
        report({ table, row, what: `belongs to row ${missing} of ${parent}, which is not there` });
      return orphans.length;
    },
    log: (report) => checkLog(deps, report),
    proofs: (report) => checkProofs(db, createSignatureCheck(deps.published), report),
    unsealed: (report) => checkUnsealed(db, before(settledAfterMs.log), report),
    ...(files === undefined ? {} : { files: (report) => checkFiles(db, files, among, report) }),
    ...(engine === undefined
      ? {}
      : {
          engine: (report) =>
            checkEngine(db, engine, { among, dueBefore: before(settledAfterMs.engine) }, report),
        }),
  };
}

const BATCH = 200;

async function checkSubmissions(deps: CheckDeps, scope: CheckScope, report: Report): Promise<number> {
  const signature = createSignatureCheck(deps.published);
  const archivedBefore = new Date(deps.now().getTime() - scope.settledAfterMs.archive);
  let looked = 0;
  for (let after: string | null = null; ; ) {
    const ids: string[] = await nextSubmissions(deps.db, { after, limit: BATCH, among: scope.submissions });
    const dossiers = await readDossiers(deps.db, deps.cipher, ids);
    // Asked after the rows: what is not queued by then has its runs, of all that the rows tell, in the archive.
    const queued = await queuedAmong(deps.db, ids);
    for (const dossier of dossiers) {
      const { row } = dossier;
      const told = checkChain(dossier, signature, report);
      const folded = fold(told, dossier.commands);
      for (const fault of folded.faults) report(fault);
      checkCommands(dossier, folded, report);
      checkProjection(dossier, folded, report);
      checkRegistrations(dossier, told, report);
      checkContents(dossier, told, report);
      checkNotices(dossier, told, report);
      await checkArchive(deps.db, { row, folded, queued: queued.has(row.id), archivedBefore }, report);
    }
    looked += ids.length;
    after = ids.at(-1) ?? null;
    if (after === null || ids.length < BATCH) return looked;
  }
}

async function checkLog({ db, issuer, published }: CheckDeps, report: Report): Promise<number> {
  const head = await readLogHead(db);
  const checkpoints = createCheckpointsCheck({ db, issuer, published, report });
  const looked = await checkTree(db, head.size, { report, grown: (tree) => checkpoints.grown(tree) });
  // Asked last: a series is never behind what was signed of it.
  const named = (
    register: RegisterLine['register'],
    series: { office: string; year: number; lastSeq: number }[],
  ) =>
    series.map(({ office, year, lastSeq }): [string, number] => [`${register} ${office} ${year}`, lastSeq]);
  const registers = [
    ...named('register', await listSeries(db)),
    ...named('outgoing', await listOutgoingSeries(db)),
  ];
  return looked + (await checkpoints.ended(head, new Map(registers)));
}
