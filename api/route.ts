import type { Request, Response } from 'express';
import { type ZodObject, type ZodType, z } from 'zod';
import type { Action, Actor } from '../domain/permissions';
import type { UseCases } from '../usecases';
import type { Followed } from '../usecases/follow-changes';
import type { RequestIdentity } from '../usecases/idempotent';
import type { Taken } from '../usecases/take-command';
import { EVENT_STREAM } from './event-streams';
import type { RouteSubject } from './subjects';

/** Whom a route serves: everybody, every signed-in person, or who holds a permission of `domain/permissions.ts`. */
export type RoutePermission = 'public' | Action;

/** How an act's request is to be made, and with it which refusals it can meet. */
export type RouteClass =
  /** Reads; safe to repeat. */
  | 'read'
  /** Creates something: Idempotency-Key. */
  | 'create'
  /** Changes something that has a version: Idempotency-Key and If-Match. */
  | 'change'
  /** Keeps what proves itself, whoever brings it; the same again changes nothing, so it needs no key. */
  | 'keep';

/** Whether the client says by an Idempotency-Key what is the same request. */
export const hasKey = (route: Pick<Route, 'class'>): boolean =>
  route.class === 'create' || route.class === 'change';

export interface Reply {
  status: number;
  body?: unknown;
  /** Instead of a body: JSON whose bytes must go out as they are. */
  exactJson?: string;
  headers?: Record<string, string>;
  /** Instead of a body: bytes that the handler streams. */
  stream?: { source: NodeJS.ReadableStream; mediaType: string };
}

export interface Call<P, Q, B> {
  useCases: UseCases;
  params: P;
  query: Q;
  body: B;
  /** The signed-in person; on public routes nobody. */
  actor: Actor;
  identity: RequestIdentity;
  requestId: string;
  /** From If-Match; routes of class `change` only. */
  version: number;
  req: Request;
  res: Response;
  /** The answer to an act that was taken: waits if the client prefers to, then shows what came of it. */
  acted(taken: Taken): Promise<Reply>;
  /** Tells of each change from now on; `look` is asked before, for the person as the directory knows them then. */
  follow(followed: Followed, look: (actor: Actor) => Promise<Followed>): Promise<Reply>;
}

export interface RouteAnswer {
  description: string;
  schema?: ZodType;
  mediaType?: string;
}

export interface Route {
  /** `patch` adds to a file that comes in parts (RFC 5789). */
  method: 'get' | 'post' | 'patch';
  /** Express form, `/v1/offices/:code`. */
  path: string;
  operation: string;
  summary: string;
  tag: string;
  permission: RoutePermission;
  subject: RouteSubject;
  class: RouteClass;
  /** It has a limit of its own for each address, beside that of all routes. */
  limit?: 'tracking';
  params?: ZodObject;
  query?: ZodObject;
  body?: ZodType;
  /** A body that the handler reads itself. */
  multipart?: boolean;
  /** The same, where the body is a file of one of these media types; no parser sees it first. */
  raw?: readonly string[];
  answers: Record<number, RouteAnswer>;
  /** Refusals beyond those of the route's class, permission and parameters. */
  refuses?: number[];
  handle(call: Call<never, never, never>): Promise<Reply>;
}

type Out<T> = T extends ZodType ? z.output<T> : Record<string, never>;

/** Declares a route; the handler's parameters, query and body have the types of their schemas. */
export function route<
  P extends ZodObject | undefined = undefined,
  Q extends ZodObject | undefined = undefined,
  B extends ZodType | undefined = undefined,
>(
  definition: Omit<Route, 'params' | 'query' | 'body' | 'handle'> & {
    params?: P;
    query?: Q;
    body?: B;
    handle(call: Call<Out<P>, Out<Q>, Out<B>>): Promise<Reply>;
  },
): Route {
  return definition as Route;
}

/** Of a file as it was sent, whatever its type is. */
export const ANY_TYPE = '*/*';

/** A stream of events (HTML, server-sent events); what is described is one of them. */
export const CHANGES: RouteAnswer = {
  description: 'Events named `changed`, until the token ends',
  mediaType: EVENT_STREAM,
  schema: z.object({ event: z.literal('changed'), id: z.string(), data: z.string() }),
};
