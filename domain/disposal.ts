/** How far the disposal of a record has come: not due, due, to be handed to an archive, approved, begun, done. */
export const DISPOSALS = ['none', 'due', 'transfer', 'approved', 'begun', 'done'] as const;
export type Disposal = (typeof DISPOSALS)[number];

/** What whoever reviews a record that is due decides: destroy it, keep it on, or give it to an archive. */
export const DISPOSAL_DECISIONS = ['destroy', 'keep', 'transfer'] as const;
export type DisposalDecision = (typeof DISPOSAL_DECISIONS)[number];

/** Why a record must not be disposed of, whatever its period. */
export const HOLD_REASONS = ['litigation', 'audit', 'investigation', 'disclosure_request', 'other'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Why a review comes to its decision. */
export const REVIEW_REASONS = ['period_over', 'still_needed', 'historical_value', 'other'] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];
