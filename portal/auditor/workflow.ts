import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { Refused } from '../api/problem';

export type Entry = Schemas['TrailEntry'];

/** An event of the workflow's history on the time line. */
export interface WorkflowEntry {
  sort: 'workflow';
  id: string;
  at: string;
  name: string;
  /** What the workflow calls the step; the history's own sentence, which is English. */
  step: string | null;
  meaning: string;
  proof: Entry['proof'];
}

/** What the engine does between two events says nothing of the procedure. */
const TURNS = ['workflow_task_scheduled', 'workflow_task_started', 'workflow_task_completed'];

const NONE: Entry['proof'] = { state: 'none', index: null, differs: null };

/** The workflow's history, and whether it agrees with the evidence; neither is asked for again by itself. */
export function useWorkflow(id: string) {
  const path = { id };
  const once = { refetchOnWindowFocus: false, staleTime: 60_000 };
  const history = useQuery({
    queryKey: ['history', id],
    queryFn: () =>
      ask(api.GET('/v1/submissions/{id}/history', { params: { path } })).catch((error: unknown) => {
        // Of what was never carried out there is none.
        if (error instanceof Refused && error.problem.status === 404) return { runs: [], omitted: 0 };
        throw error;
      }),
    ...once,
  });
  const check = useQuery({
    queryKey: ['history-check', id],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/history-check', { params: { path } })),
    ...once,
  });
  return { history, check };
}

/** Its lines with what the check says of each, and the proof of the first evidence that a step left. */
export function workflowEntries(
  history: Schemas['History'] | undefined,
  check: Schemas['HistoryCheck'] | undefined,
  trail: readonly Entry[],
): WorkflowEntry[] {
  return (history?.runs ?? []).flatMap(({ run, lines = [] }) =>
    lines
      .filter(({ at, event }) => at !== null && !TURNS.includes(event))
      .map(({ id, at, event, summary, meaning, done }) => {
        const differs = check?.differences.some((one) => one.run === run && one.event === id) === true;
        const evidences = done.map(({ evidenceId }) => evidenceId);
        const left = trail.find((entry) => entry.sort === 'evidence' && evidences.includes(entry.id));
        return {
          sort: 'workflow' as const,
          id: `${run}/${id}`,
          at: at ?? '',
          name: event,
          step: summary,
          meaning,
          proof: differs ? { ...NONE, state: 'differs' as const, differs: 'history' } : (left?.proof ?? NONE),
        };
      }),
  );
}
