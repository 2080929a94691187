/** The answers cost more to check than any honest ones would. */
export class WorkLimitExceeded extends Error {}

const budget = 100_000_000;
// An evaluation that fails leaves an error in memory, so there may be fewer of them than of pattern steps.
const stepWeight = 250;

/**
 * Counts the work that one validation does, so that neither a schema whose references multiply nor a large pattern on
 * a long text can hold the process: validation is synchronous, so one count at a time suffices.
 */
export class WorkLimit {
  #spent = 0;

  begin(): void {
    this.#spent = 0;
  }

  /** `size` instructions of a pattern run over `length` characters. */
  match(size: number, length: number): void {
    this.#spend(size * length);
  }

  /** `size` subschemas are evaluated at one place of the answers. */
  step(size: number): void {
    this.#spend(size * stepWeight);
  }

  #spend(units: number): void {
    this.#spent += units;
    if (this.#spent > budget) throw new WorkLimitExceeded();
  }
}
