import type { components } from './types';

export type Problem = components['schemas']['Problem'];
export interface Fault {
  pointer: string;
  code: string;
  detail: string;
}

/** The API understood and refused; `problem` says why (RFC 9457). */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
    this.name = 'Refused';
  }

  get faults(): Fault[] {
    return this.problem.faults ?? [];
  }
}

/** Nothing was heard of the API; whether it heard us is unknown. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

/** What a proxy or a crash answers is no problem document, or half of one. */
export function problemOf(body: unknown, status: number): Problem {
  const told = typeof body === 'object' && body !== null && 'code' in body ? body : {};
  return { type: 'about:blank', title: '', status, detail: '', code: 'internal', instance: '', ...told };
}
