/** A content key as it is stored: of no use without the master key of this id. */
export interface WrappedKey {
  id: string;
  wrapped: Buffer;
  master: string;
}

/** The rows of the key store, a database apart from the one with the content (`db/key-rows.ts`). */
export interface KeyRows {
  /** Durable when it resolves. */
  insert(keys: WrappedKey[]): Promise<void>;
  /** Those that there are; a destroyed key has no row. */
  find(ids: string[]): Promise<WrappedKey[]>;
  remove(ids: string[]): Promise<void>;
  /**
   * Enters the master key that this process wraps with, unless keys are wrapped by others than the known ones.
   * @returns the ids of those others
   */
  agreeOnMaster(newest: string, known: string[]): Promise<string[]>;
  /** Keys that another master wraps, at most `limit`, locked until `wrap` has replaced them. @returns how many */
  rewrap(newest: string, limit: number, wrap: (keys: WrappedKey[]) => Promise<WrappedKey[]>): Promise<number>;
  /** Forgets the masters that wrap nothing any more. @returns their ids */
  retireMasters(newest: string): Promise<string[]>;
  close(): Promise<void>;
}
