import { type ZodType, z } from 'zod';
import type { Action } from '../../domain/permissions';
import type { Taken } from '../../usecases/take-command';
import type { Call, Route } from '../route';
import { route } from '../route';
import * as schema from '../schemas';
import * as procedure from '../schemas-procedure';

const bySubmission = z.strictObject({ id: schema.uuid });

interface Act<B> {
  path: string;
  operation: string;
  summary: string;
  tag: 'Party' | 'Official';
  permission: Action;
  body: ZodType<B>;
  take(
    call: Pick<Call<unknown, unknown, unknown>, 'useCases' | 'actor' | 'identity'>,
    on: { submissionId: string; version: number },
    body: B,
  ): Promise<Taken>;
}

/** An act on a submission: a POST to a sub-collection, with what every act needs and answers. */
export function act<B>({ path, take, ...given }: Act<B>): Route {
  return route({
    ...given,
    subject: 'submission',
    method: 'post',
    path: `/v1/submissions/:id/${path}`,
    class: 'change',
    params: bySubmission,
    answers: {
      200: { description: 'Carried out', schema: schema.Acted },
      202: { description: 'Taken', schema: schema.Acted },
    },
    refuses: [403, 404],
    handle: async (call) => {
      const { params, version, body, acted } = call;
      return acted(await take(call, { submissionId: params.id, version }, body as B));
    },
  });
}

/** What an office does between registering and closing, and what the party does about it. */
export const procedureRoutes = [
  act({
    path: 'supplement-requests',
    operation: 'requestSupplement',
    summary: 'Ask the party for named fields or attachments; the clock stops',
    tag: 'Official',
    permission: 'request_supplement',
    body: procedure.SupplementRequest,
    take: ({ useCases, actor, identity }, on, asked) =>
      useCases.requestSupplement(actor, identity, { ...on, asked }),
  }),
  act({
    path: 'resend-requests',
    operation: 'requestResend',
    summary: 'Ask the party to send files again that cannot be opened; the clock stops',
    tag: 'Official',
    permission: 'request_resend',
    body: procedure.ResendRequest,
    take: ({ useCases, actor, identity }, on, asked) =>
      useCases.requestResend(actor, identity, { ...on, ...asked }),
  }),
  act({
    path: 'supplements',
    operation: 'supplementDocument',
    summary: 'Send what the office asked for, as a new version of the document; the clock runs on',
    tag: 'Party',
    permission: 'supplement',
    body: procedure.Supplement,
    take: ({ useCases, actor, identity }, on, supplement) =>
      useCases.supplementDocument(actor, identity, { ...on, supplement }),
  }),
  act({
    path: 'supplement-extensions',
    operation: 'extendSupplement',
    summary: 'Take the same time once more for the supplement; at most twice',
    tag: 'Party',
    permission: 'request_supplement_extension',
    body: procedure.Words,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.extendSupplement(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'progress-requests',
    operation: 'requestProgress',
    summary: 'Ask how the document stands; the notice goes out at once and is evidence',
    tag: 'Party',
    permission: 'request_progress',
    body: schema.NoWords,
    take: ({ useCases, actor, identity }, on) => useCases.requestProgress(actor, identity, on),
  }),
  act({
    path: 'suspensions',
    operation: 'suspendSubmission',
    summary: 'Stop the clock, with the reason',
    tag: 'Official',
    permission: 'suspend',
    body: procedure.Suspension,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.suspendSubmission(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'resumptions',
    operation: 'resumeSubmission',
    summary: 'Let the clock run on; what it stopped is given back',
    tag: 'Official',
    permission: 'resume',
    body: procedure.Words,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.resumeSubmission(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'extensions',
    operation: 'extendDeadline',
    summary: 'Extend the period, once and at most by its own length; the party is told why',
    tag: 'Official',
    permission: 'extend',
    body: procedure.Extension,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.extendDeadline(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'transfers',
    operation: 'transferSubmission',
    summary: 'Send the document on to the office that it belongs to; it is registered there anew',
    tag: 'Official',
    permission: 'transfer',
    body: procedure.Transfer,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.transferSubmission(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'involvements',
    operation: 'involveUnit',
    summary: 'Ask another unit to contribute; its members may then read the document',
    tag: 'Official',
    permission: 'involve',
    body: procedure.Involvement,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.involveUnit(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'contributions',
    operation: 'contributeToSubmission',
    summary: 'Give the contribution of a unit that was asked',
    tag: 'Official',
    permission: 'contribute',
    body: procedure.Involvement,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.contributeToSubmission(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'approvals',
    operation: 'approveDecision',
    summary: 'Agree to the drafted decision; it stands when everybody in its line has',
    tag: 'Official',
    permission: 'approve',
    body: schema.NoWords,
    take: ({ useCases, actor, identity }, on) => useCases.approveDecision(actor, identity, on),
  }),
  act({
    path: 'send-backs',
    operation: 'sendBackDecision',
    summary: 'Send the drafted decision back to the one who drafted it',
    tag: 'Official',
    permission: 'send_back',
    body: procedure.Words,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.sendBackDecision(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'corrections',
    operation: 'correctDecision',
    summary: 'Correct an evident mistake in a decision by a new document that points to it',
    tag: 'Official',
    permission: 'correct',
    body: procedure.Correction,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.correctDecision(actor, identity, { ...on, ...body }),
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/notes',
    operation: 'writeNote',
    summary: 'Write a note for colleagues and auditors; the party never sees it',
    tag: 'Official',
    permission: 'write_note',
    subject: 'submission',
    class: 'create',
    params: bySubmission,
    body: procedure.NewNote,
    answers: { 201: { description: 'The note', schema: procedure.Note } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => {
      const note = await useCases.writeNote(actor, identity, { submissionId: params.id, ...body });
      return { status: 201, body: note, headers: { Location: `/v1/submissions/${params.id}/notes` } };
    },
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/notes',
    operation: 'readNotes',
    summary: 'The notes of a submission, oldest first',
    tag: 'Official',
    permission: 'read_notes',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'The notes', schema: procedure.Notes } },
    refuses: [403, 404, 410],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: { items: await useCases.readNotes(actor, { submissionId: params.id, requestId }) },
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/timeline',
    operation: 'readTimeline',
    summary: 'What happened, in order, with the words that went with it: requests, reasons, replies',
    tag: 'Party',
    permission: 'read_timeline',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'The timeline', schema: procedure.Timeline } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: { items: await useCases.readTimeline(actor, { submissionId: params.id, requestId }) },
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/versions',
    operation: 'readVersions',
    summary: 'Every version of the document, each with what it changed',
    tag: 'Party',
    permission: 'read_versions',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'The versions', schema: procedure.Versions } },
    refuses: [403, 404, 410],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: { items: await useCases.readVersions(actor, { submissionId: params.id, requestId }) },
    }),
  }),
];
