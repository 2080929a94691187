/** One answer as the sender saw it; `none` where the connection broke or nothing came in time. */
export interface Told {
  status: number | 'none';
  /** Of the submission that was acted on, or that came of it. */
  submission?: string;
  /** The number of the command. */
  seq?: number;
  /** The digest of the evidence that came with the answer. */
  receipt?: string;
}

/** What the sender holds of one act: all that was answered under one key. */
export interface Deed {
  key: string;
  who: string;
  what: string;
  /** Of decisions. */
  outcome?: string;
  submission: string | undefined;
  /** The answers that said it was taken. */
  taken: Told[];
  /** `open`: nobody ever said whether it was taken. */
  verdict: 'taken' | 'refused' | 'open';
}

/**
 * The outside ledger: what was sent under which key, and what was answered. It knows nothing of the system's own rows and
 * is what they are held against.
 */
export function createLedger() {
  const deeds = new Map<string, Deed>();
  const numbers = new Map<string, Set<string>>();
  const counts = { requests: 0, unanswered: 0, unavailable: 0, refused: 0 };
  const find = (key: string): Deed => {
    const deed = deeds.get(key);
    if (deed === undefined) throw new Error('An answer to what was never asked.');
    return deed;
  };
  return {
    deeds: () => [...deeds.values()],
    /** The registration numbers that answers named, by submission. */
    numbers: () => numbers,
    counts: () => ({ ...counts }),
    intend(deed: Pick<Deed, 'key' | 'who' | 'what' | 'outcome' | 'submission'>): Deed {
      const written: Deed = { ...deed, taken: [], verdict: 'open' };
      deeds.set(deed.key, written);
      return written;
    },
    note(key: string, told: Told): void {
      const deed = find(key);
      counts.requests += 1;
      if (told.status === 'none') counts.unanswered += 1;
      else if (told.status >= 500) counts.unavailable += 1;
      else if (told.status >= 400) counts.refused += 1;
      else {
        deed.verdict = 'taken';
        deed.submission ??= told.submission;
        deed.taken.push(told);
      }
    },
    refuse(key: string): void {
      const deed = find(key);
      // What was taken once was taken, whatever a later answer says.
      if (deed.verdict === 'open') deed.verdict = 'refused';
    },
    /** A number that anybody was told, in any answer. */
    noteNumber(submission: string, number: string): void {
      numbers.set(submission, (numbers.get(submission) ?? new Set()).add(number));
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;
