import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '../../api/routes';
import { SUBJECTS, TOWARDS_A_SUBMISSION } from '../../api/subjects';
import {
  type Action,
  GRANTS,
  type Grant,
  OFFICE_ROLES,
  type OfficeRole,
  PERMISSIONS,
  type Relation,
} from '../../domain/permissions';
import { type Cell, callCell } from '../support/permission-calls';
import { createWorld, PEOPLE, type World } from '../support/permission-world';
import { switches } from '../support/switchable-checks.cjs';
import { type System, startSystem } from '../support/system';

/** `npm run hostile:permissions`: every cell and every mutant, not a share of them; `hostile:checks`: every check too. */
const CHECKS = process.env.GONGMUN_MATRIX === 'checks';
const WHOLE = CHECKS || process.env.GONGMUN_MATRIX === 'whole';
/** Ample, for a machine that has other work. */
const LONG = 1_200_000;

const [HEAD = [], ...ROWS] = readFileSync(join(__dirname, 'permission-matrix.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(','));
const COLUMNS = HEAD.slice(2);
const keyOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;
const ALL: Cell[] = ROWS.flatMap(([key = '', subject = '', ...cells]) => {
  const route = ROUTES.find((one) => keyOf(one) === key);
  if (route === undefined) return [];
  return cells.flatMap((cell, at) =>
    cell === '-' ? [] : [{ route, subject, column: COLUMNS[at] ?? '', expected: Number(cell) }],
  );
});
/** Along the diagonals, so that each row and each column has its share. */
const CELLS = WHOLE ? ALL : ALL.filter((_, at) => at % 4 === 0);
const wordsOf = ({ route, subject, column, expected }: Cell): string =>
  `${keyOf(route)} ${subject} ${column}, expected ${expected}`;
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Columns of people who are this and, to the things in question, nothing else. */
const HOLDERS: Record<Relation, string[]> = {
  person: ['other_party'],
  service_account: ['service_account'],
  party: ['member_reads', 'party'],
  sender: ['member_submits', 'party'],
  involved: ['involved'],
  ...(Object.fromEntries([...OFFICE_ROLES, ...GRANTS].map((held) => [held, [held]])) as Record<
    OfficeRole | Grant,
    string[]
  >),
};
const RELATIONS = Object.keys(HOLDERS) as Relation[];
const ACTIONS = Object.keys(PERMISSIONS) as Action[];

interface Mutant {
  action: Action;
  needed: Relation[];
  says: string;
  cells: Cell[];
}

/** Actions that no route names: use cases ask for them of what the rows with this subject are about. */
const SUBJECT_OF: Partial<Record<Action, string>> = { act_for_sender: 'counter', reassign: 'assigned' };

const cellsOf = (action: Action, relation: Relation): Cell[] =>
  ALL.filter(
    ({ route, subject, column }) =>
      HOLDERS[relation].includes(column) &&
      (SUBJECT_OF[action] === undefined ? route.permission === action : subject === SUBJECT_OF[action]),
  );

function withoutEach(): Mutant[] {
  return ACTIONS.flatMap((action) => {
    const needed: readonly Relation[] = PERMISSIONS[action];
    return needed.map((relation) => ({
      action,
      needed: needed.filter((one) => one !== relation),
      says: `${action} without ${relation}`,
      cells: cellsOf(action, relation),
    }));
  });
}

/** But for those that change nothing: whoever is that holds another relation of the list, or nobody can be that there. */
function withOneMore(): Mutant[] {
  return ACTIONS.flatMap((action) => {
    const needed: readonly Relation[] = PERMISSIONS[action];
    const ofSubmission =
      SUBJECT_OF[action] !== undefined ||
      ROUTES.some(({ permission, subject }) => permission === action && subject === 'submission');
    const ofRows =
      ofSubmission ||
      ROUTES.some(
        ({ permission, subject }) =>
          permission === action && ['official_document', 'filing'].includes(subject),
      );
    const changesNothing = (relation: Relation) =>
      needed.includes(relation) ||
      // Whatever the table says, the database shows them no row of it (decision 0051).
      (ofRows && ['form_admin', 'person', 'service_account'].includes(relation)) ||
      needed.includes('person') ||
      // It asks for the party itself besides: who stands for one has no opinion.
      action === 'answer_survey' ||
      (relation === 'sender' && needed.includes('party')) ||
      (TOWARDS_A_SUBMISSION.includes(relation) && !ofSubmission) ||
      (action === 'act_for_sender' && ['party', 'sender'].includes(relation));
    return RELATIONS.filter((relation) => !changesNothing(relation)).map((relation) => ({
      action,
      needed: [...needed, relation],
      says: `${action} with ${relation}`,
      cells: cellsOf(action, relation),
    }));
  });
}

/** Where what somebody is shows, for each kind of subject. */
const PROBES = [
  ...['readSubmission', 'readContent', 'withdrawDocument', 'decideSubmission', 'contributeToSubmission'],
  ...['readDraft', 'editDraft', 'removeDraft', 'removeDeskView', 'listMembers', 'setLadder', 'readDesk'],
  ...['revokeDelegation', 'delegateRoles', 'listWebhookDeliveries', 'readDocument', 'submitDocument'],
];

/** What the switches of `test/support/switchable-checks.cjs` ask. */
const checks = {
  off: undefined as string | undefined,
  asked: new Set<string>(),
  stands(site: string): boolean {
    checks.asked.add(site);
    return site !== checks.off;
  },
};
if (CHECKS) Object.assign(globalThis, { checks });
/** By the name of a check, cells that it refused. */
const reached = new Map<string, Cell[]>();

describe('the matrix of permissions', () => {
  let system: System;
  let world: World;
  beforeAll(async () => {
    const env = { WEBHOOK_TARGETS: 'any', TRACKING_LIMIT_PER_MINUTE: '1000000' };
    system = await startSystem({ env });
    world = await createWorld(system);
  }, LONG);
  afterAll(() => system.stop());

  /** Status and words: a refusal may come from the next check, with the same status. */
  async function said(cell: Cell): Promise<string> {
    const { status, body } = await callCell(system, world, cell);
    return `${status} ${status < 400 ? '' : `${body?.code} ${body?.detail}`}`;
  }
  /** Whether a cell answers otherwise while something is changed. */
  async function isNoticed(cells: Cell[], change: () => () => void): Promise<boolean> {
    for (const cell of cells) {
      const before = await said(cell);
      const undo = change();
      try {
        if ((await said(cell)) !== before) return true;
      } finally {
        undo();
      }
    }
    return false;
  }
  const without = (site: string) => () => {
    checks.off = site;
    return () => {
      checks.off = undefined;
    };
  };

  it('has a row for every route and none for others, and a person for every column', () => {
    const keys = ROUTES.map(keyOf);
    expect(ROWS.map(([key]) => key).filter((key) => !keys.includes(key ?? ''))).toEqual([]);
    expect(keys.filter((key) => !ROWS.some(([row]) => row === key))).toEqual([]);
    expect(COLUMNS).toEqual(Object.keys(PEOPLE));
    for (const row of ROWS) expect([row[0], row.length]).toEqual([row[0], HEAD.length]);
    expect(ALL.length).toBeGreaterThan(5_000);
    expect(CELLS.length).toBeGreaterThan(1_000);
  });

  const answered = async () => {
    const wrong: string[] = [];
    const queue = [...CELLS];
    const work = async () => {
      for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
        checks.asked.clear();
        const { status, body } = await callCell(system, world, cell);
        for (const site of checks.asked) reached.set(site, [...(reached.get(site) ?? []), cell].slice(-6));
        if (status !== cell.expected) wrong.push(`${wordsOf(cell)}: ${status} ${body?.code}`);
      }
    };
    await Promise.all(Array.from({ length: CHECKS ? 1 : 8 }, work));
    say(`cells ${CELLS.length} of ${ALL.length}, wrong ${wrong.length}`);
    expect(wrong).toEqual([]);
  };
  it('is answered cell by cell', answered, LONG);

  const failsWithEachRelation = async () => {
    const survivors: string[] = [];
    const all = [...withoutEach(), ...withOneMore()];
    const mutants = WHOLE ? all : all.filter((_, at) => at % 9 === 0);
    for (const { action, needed, says, cells } of mutants) {
      const change = () => {
        const replaced = jest.replaceProperty(PERMISSIONS, action, needed as never);
        return () => replaced.restore();
      };
      if (!(await isNoticed(cells, change))) survivors.push(says);
    }
    say(`mutants ${mutants.length} of ${all.length}, survived ${survivors.length}`);
    expect(survivors).toEqual([]);
  };
  it(
    'fails in a cell where a relation is taken out of the table, or one too many is in it',
    failsWithEachRelation,
    LONG,
  );

  const failsWithoutEachCheck = async () => {
    const { refusals, conditions } = switches();
    const survivors: string[] = [];
    for (const site of refusals.filter((one) => reached.has(one))) {
      if (!(await isNoticed(reached.get(site) ?? [], without(site)))) survivors.push(site);
    }
    const probes = ALL.filter(({ route }) => PROBES.includes(route.operation));
    for (const site of conditions) {
      if (!(await isNoticed(probes, without(site)))) survivors.push(site);
    }
    const never = refusals.filter((site) => !reached.has(site));
    say(`checks ${refusals.length + conditions.length}, survived ${survivors.length}`);
    say(`reached by no cell: ${never.length}\n${never.join('\n')}`);
    expect(survivors).toEqual([]);
  };
  if (CHECKS) it('fails in a cell where a check is switched off', failsWithoutEachCheck, LONG);

  it('knows somebody for whom each thing that is looked up is not there', () => {
    for (const route of ROUTES.filter(({ subject }) => SUBJECTS[subject].lookedUp)) {
      const told = ALL.filter((cell) => cell.route === route).map(({ expected }) => expected);
      const refused = told.some((status) => status === 403 || status === 404);
      expect([route.operation, refused]).toEqual([route.operation, true]);
    }
  });
});
