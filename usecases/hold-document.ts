import { v7 as uuid } from 'uuid';
import { wakeDispatch } from '../db/delivery-store';
import type { HoldReason } from '../domain/disposal';
import type { Actor } from '../domain/permissions';
import { actOnDocument } from './act-on-document';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { reasonOf } from './seal-words';
import type { DocumentView } from './view-document';

interface Asked {
  documentId: string;
  version: number;
  words: string;
}

/** As `holdRecord`, of an official document: while one hold is set nothing of it is disposed of. */
export function holdDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { reason, ...asked }: Asked & { reason: HoldReason },
): Promise<DocumentView> {
  const hold = uuid();
  return actOnDocument(deps, actor, request, {
    ...{ ...asked, action: 'hold', act: { kind: 'hold', hold } },
    carryOut: async (_tx, { row }) => ({
      details: { reasons: [reasonOf(reason, asked.words)], facts: { number: row.number ?? '', hold } },
    }),
  });
}

/** The hold's reason is over; where none is left the disposal goes on from where it stood. */
export function releaseDocumentHold(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { hold, ...asked }: Asked & { hold: string },
): Promise<DocumentView> {
  return actOnDocument(deps, actor, request, {
    ...{ ...asked, action: 'release_hold', act: { kind: 'release_hold', hold } },
    async carryOut(tx, { row, at }) {
      await wakeDispatch(tx, asked.documentId, at);
      return {
        details: {
          reasons: [reasonOf('reason_over', asked.words)],
          facts: { number: row.number ?? '', hold },
        },
      };
    },
  });
}
