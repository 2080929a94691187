import type { Knex } from 'knex';

/**
 * Rows show themselves only within the reach that the transaction says (decision 0051, `db/within-reach.ts`). What is
 * written is not asked about: whoever writes a row the first time is whom the use case allowed to. A session that never
 * said anything is one of the release before, which runs while this migrates: it sees what it saw.
 */
const LEVEL = "COALESCE(current_setting('gongmun.reach', true), 'everything')";
const PERSON = "current_setting('gongmun.person', true)";
const list = (name: string): string => `NULLIF(current_setting('gongmun.${name}', true), '')::text[]`;
/** Once for each statement and not for each row: lists walk over many. */
const once = (value: string): string => `(SELECT ${value})`;
const among = (name: string): string => `ANY (${once(list(name))}::text[])`;

/**
 * Whoever has any relation to the submission `s`, see `relationsTo` of domain/permissions.ts; and whoever acted on it and
 * the offices that had it: one who transferred it, or contributed, is answered what became of that.
 */
const related = (s: string): string => `
  (${s}.party_organisation IS NULL AND ${s}.party_person = ${among('people')})
  OR ${s}.party_organisation = ${among('organisations')}
  OR COALESCE(${s}.office, ${s}.requested_office) = ${among('offices')}
  OR ${s}.involved && ${once(list('offices'))}
  OR COALESCE('organisation:' || ${s}.party_organisation, 'person:' || ${s}.party_person) || ':' || ${s}.form
    = ${among('mandates')}
  OR public.took_part(${s}.id)`;

/** In whose mailbox a delivery `v` lies. */
const received = (v: string): string => `
  (${v}.consigned_at IS NOT NULL AND ${v}.recalled_at IS NULL AND (${v}.person = ${once(PERSON)}
    OR ${v}.organisation = ${among('organisations')} OR ${v}.office = ${among('offices')}))`;

const ROWS = "('everything', 'audit', 'operate')";
const CONTENT = "('everything')";
/** Auditors read what officials noted, gave as reasons and sent, and no party's content. */
const WORDS = "('everything', 'audit')";
const within = (levels: string, condition: string): string => `${LEVEL} IN ${levels} OR ${condition}`;

const POLICIES: Record<string, string> = {
  submissions: `${once(LEVEL)} IN ${ROWS} OR ${related('submissions')}`,
  submission_contents: within(CONTENT, 'reaches_submission(submission_id)'),
  content_versions: within(CONTENT, 'reaches_submission(submission_id)'),
  counter_senders: within(CONTENT, 'reaches_submission(submission_id)'),
  command_contents: within(
    CONTENT,
    `EXISTS (SELECT 1 FROM commands k WHERE k.id = command_id
       AND (${LEVEL} = 'audit' AND k.capacity <> 'party' OR reaches_submission(k.submission_id)))`,
  ),
  files: within(
    CONTENT,
    `CASE WHEN submission_id IS NOT NULL THEN reaches_submission(submission_id)
       WHEN document_id IS NOT NULL THEN ${LEVEL} = 'audit' OR reaches_document(document_id)
       ELSE owner = ${PERSON} OR (draft_id IS NOT NULL AND EXISTS (SELECT 1 FROM drafts d WHERE d.id = draft_id)) END`,
  ),
  notes: within(WORDS, 'reaches_submission(submission_id)'),
  commands: within(ROWS, 'reaches_submission(submission_id)'),
  evidences: within(
    ROWS,
    `CASE WHEN submission_id IS NOT NULL THEN reaches_submission(submission_id)
       WHEN document_id IS NOT NULL THEN reaches_document(document_id) ELSE reaches_delivery(delivery_id) END`,
  ),
  registrations: within(ROWS, `office = ${among('offices')} OR reaches_submission(submission_id)`),
  openings: within(ROWS, 'reaches_submission(submission_id)'),
  filings: within(ROWS, `office = ${among('offices')} OR reaches_submission(submission_id)`),
  survey_answers: within(WORDS, `office = ${among('offices')} OR reaches_submission(submission_id)`),
  submission_links: within(
    ROWS,
    'reaches_submission(submission_id) OR (other_id IS NOT NULL AND reaches_submission(other_id))',
  ),
  notices: within(
    ROWS,
    `recipient_person = ${PERSON} OR recipient_office = ${among('offices')}
     OR CASE WHEN submission_id IS NOT NULL THEN reaches_submission(submission_id)
       WHEN document_id IS NOT NULL THEN reaches_document(document_id) ELSE reaches_delivery(delivery_id) END`,
  ),

  official_documents: `${once(LEVEL)} IN ${ROWS} OR office = ${among('offices')} OR reaches_document(id)`,
  official_document_contents: within(WORDS, 'reaches_document(document_id)'),
  document_acts: within(WORDS, 'reaches_document(document_id)'),
  outgoing_registrations: within(ROWS, `office = ${among('offices')} OR reaches_document(document_id)`),
  dispatches: within(ROWS, 'reaches_document(document_id)'),
  deliveries: `${once(LEVEL)} IN ${ROWS} OR ${received('deliveries')} OR drafts_document(document_id)`,

  drafts: within(CONTENT, `person = ${PERSON} OR (shared AND organisation = ${among('organisations')})`),
  partial_uploads: within(CONTENT, `owner = ${PERSON}`),
  upload_parts: within(CONTENT, 'EXISTS (SELECT 1 FROM partial_uploads u WHERE u.id = upload_id)'),
  exports: within(CONTENT, `person = ${PERSON}`),
  export_items: within(CONTENT, 'EXISTS (SELECT 1 FROM exports x WHERE x.id = export_id)'),
  batches: within(
    ROWS,
    `CASE WHEN organisation IS NULL THEN person = ${PERSON} ELSE organisation = ${among('organisations')} END`,
  ),
  batch_lines: within(CONTENT, 'EXISTS (SELECT 1 FROM batches b WHERE b.id = batch)'),
  idempotency_records: within(CONTENT, `actor = ${PERSON}`),
  desk_views: within(CONTENT, `person = ${PERSON}`),
};

export async function up(knex: Knex): Promise<void> {
  // As the owner, whom no policy holds: a row's own reach is asked without asking that of what it belongs to twice.
  await knex.raw(`
    CREATE FUNCTION took_part(wanted uuid) RETURNS boolean
      LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM public.commands k WHERE k.submission_id = wanted AND k.actor = ${PERSON})
        OR EXISTS (SELECT 1 FROM public.registrations r
          WHERE r.submission_id = wanted AND r.office = ${among('offices')}); END $$;
    CREATE FUNCTION reaches_submission(wanted uuid) RETURNS boolean
      LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM public.submissions s WHERE s.id = wanted AND (${related('s')})); END $$;
    CREATE FUNCTION drafts_document(wanted uuid) RETURNS boolean
      LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM public.official_documents d
        WHERE d.id = wanted AND d.office = ${among('offices')}); END $$;
    CREATE FUNCTION reaches_document(wanted uuid) RETURNS boolean
      LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER AS $$
      BEGIN RETURN public.drafts_document(wanted)
        OR EXISTS (SELECT 1 FROM public.deliveries v WHERE v.document_id = wanted AND ${received('v')}); END $$;
    CREATE FUNCTION reaches_delivery(wanted uuid) RETURNS boolean
      LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM public.deliveries v
        WHERE v.id = wanted AND (${received('v')} OR public.drafts_document(v.document_id))); END $$;
  `);
  for (const [table, condition] of Object.entries(POLICIES)) {
    await knex.raw('ALTER TABLE ?? ENABLE ROW LEVEL SECURITY', [table]);
    await knex.raw(`CREATE POLICY reach ON ${table} USING (${condition}) WITH CHECK (true)`);
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const table of Object.keys(POLICIES)) {
    await knex.raw('DROP POLICY reach ON ??', [table]);
    await knex.raw('ALTER TABLE ?? DISABLE ROW LEVEL SECURITY', [table]);
  }
  await knex.raw(`
    DROP FUNCTION reaches_delivery(uuid);
    DROP FUNCTION reaches_document(uuid);
    DROP FUNCTION drafts_document(uuid);
    DROP FUNCTION reaches_submission(uuid);
    DROP FUNCTION took_part(uuid);
  `);
}
