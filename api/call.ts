import type { Request, Response } from 'express';
import { validate as isUuid } from 'uuid';
import { sha256 } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import { failpoint } from '../domain/failpoints';
import { type Actor, mayAct } from '../domain/permissions';
import { textFaults } from '../domain/text';
import type { UseCases } from '../usecases';
import type { Claims } from '../usecases/identify-person';
import type { ActAnswer } from '../usecases/read-command';
import type { Taken } from '../usecases/take-command';
import type { Authenticator } from './authenticate';
import type { EventStreams } from './event-streams';
import type { Limits } from './limits';
import { requestInvalid } from './problem';
import { type Call, hasKey, type Reply, type Route } from './route';
import { requireStepUp, type StepUpSettings } from './step-up';
import { SUBJECTS } from './subjects';

export interface CallDeps {
  useCases: UseCases;
  authenticator: Authenticator;
  stepUp: StepUpSettings;
  now(): Date;
  limits: Limits;
  /** Resolves when a command was carried out, or after the time. */
  settled(submissionId: string, seq: number, ms: number): Promise<void>;
  streams: EventStreams;
}

const LONGEST_WAIT_SECONDS = 30;
const NOBODY: Actor = {
  person: '',
  name: '',
  email: null,
  language: 'ko',
  memberships: [],
  organisations: [],
  sendsFor: [],
  mandates: [],
  vouchedFor: [],
  grants: [],
};

/**
 * Everything that a handler may rely on, checked in the order in which the refusals make sense: who, what, how, and
 * whether at all.
 * @param leave lets the next have its turn: from now on this request only waits
 */
export async function prepareCall(
  deps: CallDeps,
  route: Route,
  req: Request,
  res: Response,
  leave: () => void,
): Promise<Call<never, never, never>> {
  const requestId: string = res.locals.requestId;
  const claims = route.permission === 'public' ? undefined : await claimsWithinLimits(deps, req);
  const actor = claims === undefined ? NOBODY : await deps.useCases.identifyPerson(claims);
  const params = parse(route.params, req.params, 'path');
  const query = parse(route.query, req.query, 'query');
  requirePermission(route, actor);
  if (claims !== undefined) requireStepUp(route, claims, deps.stepUp, deps.now());
  if (route.class !== 'read' && !route.multipart && route.raw === undefined && !isJson(req)) throw notJson();
  const key = hasKey(route) ? idempotencyKey(req) : '';
  const version = route.class === 'change' ? versionOf(req) : 0;
  const body = route.body === undefined ? undefined : parseBody(route, req);
  deps.limits.ofCircle(actor, organisationIn(params) ?? organisationIn(query) ?? organisationIn(body));
  const digest = sha256(`${req.method} ${req.originalUrl}\n${JSON.stringify(req.body) ?? ''}`);
  return {
    useCases: deps.useCases,
    params: params as never,
    query: query as never,
    body: body as never,
    actor,
    identity: { actor: actor.person, key, digest, requestId },
    requestId,
    version,
    req,
    res,
    async acted(taken) {
      const reply = await describe(
        deps,
        actor,
        taken,
        { seconds: secondsToWait(req), requestId, leave },
        res,
      );
      await failpoint('answer.due');
      return reply;
    },
    follow: async ({ topics }, look) =>
      deps.streams.open({
        ...{ person: actor.person, topics, res },
        heard: req.get('last-event-id'),
        until: (await deps.authenticator.claimsOf(req)).until,
        // Whether the token still holds, and what the person may see by now.
        look: async () => look(await deps.useCases.identifyPerson(await deps.authenticator.claimsOf(req))),
      }),
  };
}

async function claimsWithinLimits(deps: CallDeps, req: Request): Promise<Claims> {
  const claims = await deps.authenticator.claimsOf(req);
  deps.limits.ofPerson(claims.person);
  return claims;
}

/** The organisation that a request names: of whose documents it speaks, or by its number in the address. */
const organisationIn = (part: unknown): unknown => {
  const { organisation, number } = (part ?? {}) as { organisation?: unknown; number?: unknown };
  return organisation ?? number;
};

/** Whoever holds no relation that the act could need is refused before a row is read. */
function requirePermission(route: Route, actor: Actor): void {
  const { permission, subject } = route;
  if (permission === 'public' || !SUBJECTS[subject].guarded || mayAct(actor, permission)) return;
  throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this.');
}

function parse(schema: Route['params'] | undefined, value: unknown, place: 'path' | 'query'): unknown {
  if (schema === undefined) {
    if (place === 'query' && Object.keys(value as object).length > 0) {
      const pointer = `#/query/${Object.keys(value as object)[0]}`;
      throw new GongmunError('bad_request', 'request.invalid', 'This address takes no query.', {
        faults: [{ pointer, code: 'request.unknown_field', detail: 'There is no such parameter.' }],
      });
    }
    return {};
  }
  const faults = textFaults(value, `#/${place}`);
  if (faults.length > 0)
    throw new GongmunError('bad_request', 'request.invalid', 'The request holds impossible text.', {
      faults,
    });
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw requestInvalid(parsed.error, place);
  return parsed.data;
}

function parseBody(route: Route, req: Request): unknown {
  const faults = textFaults(req.body, '');
  if (faults.length > 0)
    throw new GongmunError('bad_request', 'request.invalid', 'The body holds impossible text.', { faults });
  const parsed = route.body?.safeParse(req.body);
  if (parsed !== undefined && !parsed.success) throw requestInvalid(parsed.error, 'body');
  return parsed?.data;
}

/** RFC 8259 §8.1: JSON between systems is UTF-8, whatever other charset a client names. */
function isJson(req: Request): boolean {
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(req.get('content-type') ?? '');
}

function notJson(): GongmunError {
  return new GongmunError('unsupported_media_type', 'request.not_json', 'Send the body as application/json.');
}

/** draft-ietf-httpapi-idempotency-key-header; the quotes of the structured field may be left out. */
function idempotencyKey(req: Request): string {
  const key = /^"?([\x21\x23-\x7e]{1,200})"?$/.exec(req.get('idempotency-key') ?? '')?.[1];
  if (key !== undefined) return key;
  throw badHeader(
    'Idempotency-Key',
    'idempotency.key_missing',
    'Send an Idempotency-Key of 1 to 200 visible characters.',
  );
}

/** RFC 9110 §13.1.1, RFC 6585 §3: whoever changes something says which version they saw. */
function versionOf(req: Request): number {
  const header = req.get('if-match');
  if (header === undefined) {
    throw new GongmunError(
      'precondition_required',
      'if_match.missing',
      'Send the ETag that you read as If-Match.',
    );
  }
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined)
    throw badHeader('If-Match', 'if_match.invalid', 'If-Match is an ETag as we gave it, like "3".');
  return Number(version);
}

function badHeader(name: string, code: string, detail: string): GongmunError {
  return new GongmunError('bad_request', code, detail, {
    faults: [{ pointer: `#/header/${name}`, code, detail }],
  });
}

/** RFC 7240 §4.3; what cannot be understood of a preference is ignored, as the RFC says. */
function secondsToWait(req: Request): number {
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})/i.exec(req.get('prefer') ?? '')?.[1];
  return Math.min(Number(wait ?? 0), LONGEST_WAIT_SECONDS);
}

async function describe(
  deps: CallDeps,
  actor: Actor,
  taken: Taken,
  asked: { seconds: number; requestId: string; leave(): void },
  res: Response,
): Promise<Reply> {
  const { seconds, requestId, leave } = asked;
  const now = { when: 'now' as const, requestId };
  if (seconds === 0) {
    const answer = await deps.useCases.describeAct(actor, taken, { ...now, when: 'at_once' });
    return toReply(answer, seconds);
  }
  // Listening begins before anything is awaited: the engine was told in this same turn and cannot have answered yet.
  const waiting = deps.settled(taken.submissionId, taken.seq, seconds * 1_000);
  leave();
  const given = Promise.race([waiting, new Promise((resolve) => res.once('close', resolve))]);
  if (!taken.replayed) await given;
  let answer = await deps.useCases.describeAct(actor, taken, now);
  if (taken.replayed && isUnderWay(answer)) {
    await given;
    answer = await deps.useCases.describeAct(actor, taken, now);
  }
  return toReply(answer, seconds);
}

/** A decision is not at its end until its reply was delivered, which follows at once. */
function isUnderWay({ command, submission }: ActAnswer): boolean {
  return (
    command.status === 'accepted' ||
    ((command.kind === 'decide' || command.kind === 'approve') && submission.state === 'decided')
  );
}

function toReply(answer: ActAnswer, seconds: number): Reply {
  const { command, submission } = answer;
  const created = command.kind === 'submit';
  const status = command.status === 'accepted' ? 202 : created ? 201 : 200;
  const url = `/v1/submissions/${submission.id}`;
  return {
    status,
    body: answer,
    headers: {
      Location: created ? url : `${url}/commands/${command.seq}`,
      ETag: `"${submission.version}"`,
      ...(seconds > 0 ? { 'Preference-Applied': `wait=${seconds}` } : {}),
    },
  };
}

/** A request id of the client's own is taken over when it is a UUID, so that both logs speak of the same thing. */
export function requestIdOf(req: Request, fresh: () => string): string {
  const given = req.get('x-request-id');
  return given !== undefined && isUuid(given) ? given.toLowerCase() : fresh();
}
