/** What the processes' role may do to a table; of updates mostly only to these columns. */
type Right = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | `UPDATE (${string})`;

const READ: Right[] = ['SELECT'];
/** Written once. */
const APPEND: Right[] = ['SELECT', 'INSERT'];
const only = (...columns: string[]): Right => `UPDATE (${columns.join(', ')})`;
/** Sealed where it was written before there were keys, and destroyed when its time is over. */
const CONTENT: Right[] = [...APPEND, only('sealed', 'plain'), 'DELETE'];

/**
 * What proves: no process can change or remove it, whatever fault it has and whoever gets hold of it. The owner of the
 * tables, whom only migrations and the loading of a directory use, is held by triggers too.
 */
export const PROTECTED = [
  'evidences',
  'audit_entries',
  'refusals',
  'registrations',
  'form_versions',
  'form_texts',
  'log_leaves',
  'log_nodes',
  'checkpoints',
  'cosignatures',
  'timestamps',
  'proofs',
  'archived_histories',
  'outgoing_registrations',
  'audit_runs',
  'audit_findings',
] as const;

/** Every table, and what API and worker may do to it; what is not said here is refused by the database. */
export const GRANTS: Record<string, Right[]> = {
  ...Object.fromEntries(PROTECTED.map((table) => [table, APPEND])),

  // The directory is loaded by the owner.
  offices: [...READ, only('ladder', 'names_readers', 'names_readers_since')],
  people: [...APPEND, 'UPDATE'],
  // One number has one organisation, by an index; its number and name stay as they were confirmed.
  organisations: [
    ...APPEND,
    only('representative', 'version', 'name', 'confirmed_how', 'confirmed_by', 'confirmed_at'),
  ],
  organisation_members: [...APPEND, only('roles'), 'DELETE'],
  organisation_claims: [...APPEND, only('status', 'vouched', 'how', 'settled_at', 'settled_by')],
  organisation_invitations: [...APPEND, only('accepted_by', 'ended_at')],
  authorisations: [...APPEND, only('revoked_by', 'revoked_at')],
  webhooks: [...APPEND, only('sealed', 'status', 'failures')],
  // Written by a trigger on the evidence, with the rights of whoever adds that.
  webhook_deliveries: [...APPEND, only('status', 'attempts', 'response', 'settled_at')],
  // An upload that broke off leaves nothing.
  batches: [...APPEND, only('status', 'lines', 'finished_at'), 'DELETE'],
  batch_lines: [...APPEND, only('status', 'code', 'submission_id', 'sealed', 'done_at'), 'DELETE'],
  mails: [...APPEND, only('sealed', 'status', 'attempts', 'settled_at', 'response')],
  office_members: READ,
  grants: READ,
  holidays: [...APPEND, only('effect', 'name', 'recorded_at')],
  forms: [...APPEND, only('current_version', 'withdrawn', 'open_for')],

  submissions: [...APPEND, 'UPDATE'],
  submission_contents: CONTENT,
  content_versions: CONTENT,
  counter_senders: CONTENT,
  submission_links: APPEND,
  // A view of what is above.
  desk_lines: READ,
  search_terms: [...APPEND, only('office', 'text', 'grams'), 'DELETE'],
  files: [
    ...APPEND,
    only(
      ...['submission_id', 'document_id', 'draft_id', 'rule', 'content_version', 'scan', 'content_key'],
      ...['sealed', 'plain', 'free_since'],
    ),
    'DELETE',
  ],
  // On its way: a file once it is whole, gone when it no longer moves.
  partial_uploads: [...APPEND, only('received', 'parts', 'moved_at', 'file_id'), 'DELETE'],
  upload_parts: [...APPEND, 'DELETE'],
  // Nobody's act yet: gone without a trace when it is sent or removed. Whose it is stays.
  drafts: [
    ...APPEND,
    only(
      ...['organisation', 'shared', 'authorisation', 'form', 'form_version', 'sealed', 'version'],
      ...['changed_at', 'changed_by', 'warn_at', 'warned_at', 'remove_at', 'ended_at'],
    ),
    'DELETE',
  ],
  notes: CONTENT,
  // The rating stays when the comment is destroyed.
  survey_answers: [...APPEND, only('sealed', 'handled_at', 'handled_by')],

  statistics_cells: [
    ...APPEND,
    only(
      ...[
        'submissions',
        'online',
        'registered',
        'decided',
        'closed',
        'answered',
        'due',
        'overdue',
        'ratings',
      ],
      ...['rating_sum', 'to_registration', 'to_decision'],
    ),
  ],
  // Written by triggers as the owner: nobody adds to what is counted.
  statistics_queue: [...READ, 'DELETE'],

  exports: [...APPEND, only('ready_at', 'remove_at', 'removed_at', 'parts')],
  export_items: [
    ...APPEND,
    only('file_key', 'content_key', 'bytes', 'crc32', 'sha256', 'left_out', 'packed_at', 'part'),
  ],

  // What was said stands; what became of it is added.
  commands: [...APPEND, only('status', 'applied_at', 'result')],
  command_contents: CONTENT,
  idempotency_records: APPEND,
  outbox: [...APPEND, only('delivered_at', 'deliveries'), 'DELETE'],
  openings: APPEND,
  printed_documents: [...APPEND, only('file_key', 'content_key', 'plain_key')],
  notices: [...APPEND, only('carrier', 'status', 'attempts', 'settled_at', 'response')],

  // What waits to be sealed; the log itself is protected.
  checkpoint_mails: APPEND,
  log_queue: [...APPEND, only('fault'), 'DELETE'],

  archive_queue: [...APPEND, only('evidence_count', 'tried_at'), 'DELETE'],
  archive_cursor: [...APPEND, only('closed_until')],

  registration_series: [...APPEND, only('last_seq')],
  filing_series: [...APPEND, only('last_position')],
  filings: [...APPEND, only('number', 'confirmed_at', 'confirmed_by')],
  official_documents: [
    ...APPEND,
    only(
      ...['language', 'openness', 'ground', 'state', 'version', 'recipients', 'line', 'agreed', 'number'],
      ...['registered_at', 'content_digest', 'evidence_count', 'last_evidence_digest', 'retention', 'holds'],
      ...['disposal', 'dispose_at', 'content_destroyed_at'],
    ),
  ],
  official_document_contents: [...APPEND, only('sealed'), 'DELETE'],
  // The words that went with an act are destroyed with the document's.
  document_acts: [...APPEND, only('sealed')],
  outgoing_series: [...APPEND, only('last_seq')],
  dispatches: [...APPEND, only('delivered_at', 'next_due_at')],
  deliveries: [
    ...APPEND,
    only(
      ...['state', 'consigned_at', 'notified_at', 'opened_at', 'acknowledged_at', 'never_read_at'],
      ...[
        'recalled_at',
        'warned_at',
        'removed_at',
        'submission_id',
        'evidence_count',
        'last_evidence_digest',
      ],
    ),
  ],
  recalculations: [...APPEND, only('last_submission', 'moved', 'finished_at')],

  desk_views: [...APPEND, 'DELETE'],
  notice_settings: [...APPEND, 'UPDATE'],
  delegations: [...APPEND, only('revoked_by', 'revoked_at')],
};
