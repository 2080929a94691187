export interface KeptAnswers {
  /** The answer to the same question for a while; asked by many at once it is found once. */
  kept<T>(question: string, find: () => Promise<T>): Promise<T>;
}

const MOST = 500;

/** Answers that cost much and may be a little old, in this process's memory. */
export function keepAnswers(forMs: number): KeptAnswers {
  const answers = new Map<string, { at: number; answer: Promise<unknown> }>();
  return {
    kept<T>(question: string, find: () => Promise<T>): Promise<T> {
      const known = answers.get(question);
      if (known !== undefined && Date.now() - known.at < forMs) return known.answer as Promise<T>;
      const answer = find();
      answers.delete(question);
      answers.set(question, { at: Date.now(), answer });
      answer.catch(() => answers.delete(question));
      const oldest = answers.keys().next();
      if (answers.size > MOST && !oldest.done) answers.delete(oldest.value);
      return answer;
    },
  };
}
