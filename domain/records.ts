/**
 * Where an office keeps its records: with us, or in a system of its own that pulls what was registered and confirms
 * it with a number of its own.
 */
export const RECORDS_KINDS = ['own', 'connector'] as const;
export type RecordsKind = (typeof RECORDS_KINDS)[number];
