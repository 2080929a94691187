import type { RecordsKind } from '../domain/records';

/** A registration that stands in our register, with its gapless number. */
export interface Registered {
  submissionId: string;
  leg: number;
  office: string;
}

/**
 * An office's own records: what has to happen for a registration to be filed there. It happens in the transaction that
 * enters the registration, `Tx`, so that neither is without the other; nobody else's system is spoken to, for
 * registering waits for none (design §2).
 */
export interface RecordsStore<Tx> {
  file(tx: Tx, registration: Registered): Promise<void>;
}

export type RecordsStores<Tx> = Record<RecordsKind, RecordsStore<Tx>>;

/**
 * Both ways, chosen for each office by its setting. `own`: our tables are the office's records, filed the moment it is
 * registered. `connector`: it waits in a queue until the office's system has pulled and confirmed it.
 * @param enqueue writes what waits into the queue
 */
export function createRecordsStores<Tx>(enqueue: RecordsStore<Tx>['file']): RecordsStores<Tx> {
  return { own: { async file() {} }, connector: { file: enqueue } };
}
