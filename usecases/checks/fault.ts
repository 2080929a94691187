/** What is wrong with one row, named so that a person finds it. */
export interface Fault {
  table: string;
  /** The row's key, as the table has it; parts joined by `:`. */
  row: string;
  what: string;
}

/** Where a check puts what it finds, one at a time: a broken system must not fill the memory. */
export type Report = (fault: Fault) => void;
