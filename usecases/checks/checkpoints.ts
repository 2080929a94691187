import { verify } from 'node:crypto';
import { base64 } from '@scure/base';
import type { PublishedKey } from '../../adapters/keys';
import type { Db } from '../../db/knex';
import { type LogHead, nextCheckpoints, type OrderedCheckpoint } from '../../db/log-check';
import { countLeaves } from '../../db/log-store';
import { originOf, parseCheckpoint } from '../../domain/checkpoint';
import type { GrowingTree } from '../../domain/merkle-tree';
import { keyIdOf, NOTE_TYPES, parseSignatures } from '../../domain/signed-note';
import type { Report } from './fault';
import { publicKeyOf } from './signature';

const PAGE = 200;

export interface CheckpointsCheck {
  /** Each checkpoint of this size is held against the tree. */
  grown(tree: GrowingTree): Promise<void>;
  /**
   * What is left when the tree has all its leaves.
   * @param registers highest numbers by `office year`, as the series have them
   * @returns how many checkpoints were looked at
   */
  ended(head: LogHead, registers: ReadonlyMap<string, number>): Promise<number>;
}

interface Given {
  db: Db;
  issuer: string;
  published: readonly PublishedKey[];
  report: Report;
}

/** Every checkpoint, in order: signed by the log's key, of the tree as it is, its registers never lower than before. */
export function createCheckpointsCheck({ db, issuer, published, report }: Given): CheckpointsCheck {
  const origin = originOf(issuer);
  const signedBy = createNoteCheck(origin, published);
  const highest = new Map<string, number>();
  let waiting: OrderedCheckpoint[] = [];
  let last = { size: 0, number: 0 };
  let looked = 0;
  let good = 0;
  let wrongSince: number | null = null;

  async function next(): Promise<OrderedCheckpoint | undefined> {
    if (waiting.length === 0) waiting = await nextCheckpoints(db, last.size, PAGE);
    return waiting[0];
  }

  function take(checkpoint: OrderedCheckpoint): void {
    const { size, number } = checkpoint;
    const fault = (what: string) => report({ table: 'checkpoints', row: String(size), what });
    waiting.shift();
    looked += 1;
    for (let missing = last.number + 1; missing < number; missing += 1)
      report({
        table: 'checkpoints',
        row: `number ${missing}`,
        what: `is missing, between the sizes ${last.size} and ${size}`,
      });
    last = { size, number };
    for (const what of wrongWithBody(checkpoint, origin)) fault(what);
    if (!signedBy(checkpoint)) fault('is not signed by a published key of the log');
    for (const { office, year, highest: reached } of parseCheckpoint(checkpoint.body)?.registers ?? []) {
      const register = `${office} ${year}`;
      if (reached < (highest.get(register) ?? 0))
        fault(`has register ${register} lower than a checkpoint before it`);
      highest.set(register, Math.max(reached, highest.get(register) ?? 0));
    }
  }

  return {
    async grown(tree) {
      const checkpoint = await next();
      if (checkpoint === undefined || checkpoint.size !== tree.size()) return;
      const fits = Buffer.from(checkpoint.root).equals(Buffer.from(tree.root()));
      take(checkpoint);
      if (!fits && wrongSince === null) {
        wrongSince = checkpoint.size;
        const what = `has a root that is not that of its leaves; the last that has is of size ${good}`;
        report({ table: 'checkpoints', row: String(checkpoint.size), what });
      }
      if (fits) [good, wrongSince] = [checkpoint.size, null];
    },
    async ended({ size, queued }, registers) {
      const larger: number[] = [];
      for (let one = await next(); one !== undefined; one = await next()) {
        take(one);
        if (one.size > size) larger.push(one.size);
      }
      // The log grows on while it is looked at; a checkpoint comes with its leaves.
      const leaves = larger.length === 0 ? size : await countLeaves(db);
      for (const counted of larger.filter((one) => one > leaves))
        report({
          table: 'checkpoints',
          row: String(counted),
          what: `counts more leaves than the ${leaves} there are`,
        });
      if (last.size < size && queued === 0)
        report({
          table: 'checkpoints',
          row: String(size),
          what: `is missing: leaves from ${last.size} on are under none`,
        });
      for (const [register, reached] of highest) {
        const at = registers.get(register) ?? 0;
        if (at < reached)
          report({
            table: 'registration_series',
            row: register.replace(' ', ':'),
            what: `is at ${at}, and a checkpoint has signed ${reached}`,
          });
      }
      return looked;
    },
  };
}

function wrongWithBody({ size, root, body, signedAt }: OrderedCheckpoint, origin: string): string[] {
  const says = parseCheckpoint(body);
  if (says === undefined) return ['has a body that is none of a checkpoint'];
  return [
    ...(says.origin === origin ? [] : [`is of the log ${says.origin}, not of ${origin}`]),
    ...(says.size === size ? [] : [`has size ${size} where its body says ${says.size}`]),
    ...(Buffer.from(says.root).equals(Buffer.from(root)) ? [] : ['has another root than its body']),
    ...(says.time === signedAt.toISOString()
      ? []
      : [`has signed_at ${signedAt.toISOString()}, its body ${says.time}`]),
  ];
}

/** Signed notes by the published keys of purpose `log`. */
function createNoteCheck(origin: string, published: readonly PublishedKey[]) {
  const keys = published
    .filter(({ purpose }) => purpose === 'log')
    .map((key) => {
      const bytes = Buffer.from(key.x ?? '', 'base64url');
      return { id: base64.encode(keyIdOf(origin, NOTE_TYPES.ed25519, bytes)), key: publicKeyOf(key) };
    });
  return ({ body, signature }: Pick<OrderedCheckpoint, 'body' | 'signature'>): boolean => {
    const [own, ...others] = parseSignatures(signature) ?? [];
    const signer = keys.find(({ id }) => own !== undefined && id === base64.encode(own.keyId));
    if (own === undefined || others.length > 0 || own.name !== origin || signer === undefined) return false;
    return verify(null, Buffer.from(body), signer.key, own.signature);
  };
}
