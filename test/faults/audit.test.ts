import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataConverter, decodeJson } from '../../adapters/payload-codec';
import { listArchivedRuns } from '../../db/history-store';
import { sha256 } from '../../domain/digest';
import { createEngine } from '../../usecases/engine';
import { auditReplay } from '../../worker/audit-replay';
import { bundleForReplay } from '../../worker/bundle-workflows';
import { createAuditNotes } from '../../worker/keep-audit';
import { replayRun } from '../../worker/replay-run';
import { workflowIdOf } from '../../workflows/messages';
import { checkDepsOf, findFaults } from '../support/audited';
import { HISTORIES } from '../support/history';
import { environmentOf, startProgram } from '../support/program';
import { type System, startSystem } from '../support/system';
import { tamper } from '../support/tamper';
import { until } from '../support/until';

const ROOT = join(__dirname, '../..');
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };

describe('npm run audit', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false });
    await system.startWorker({ archiver: { everyMs: 100, againAfterMs: 100, walkEveryMs: 100 } });
  });
  afterAll(() => system.stop());

  const submit = async () => (await system.as('minji').submit(LETTER)).body.submission.id as string;
  async function closed(): Promise<string> {
    const id = await submit();
    await system.as('handler1').act(id, 'decisions', DECISION);
    await until(
      () => listArchivedRuns(system.db, workflowIdOf(id)),
      (runs) => runs.length > 0,
    );
    return id;
  }
  async function run(args: string[], env: NodeJS.ProcessEnv = {}) {
    const program = startProgram('worker/audit.ts', environmentOf(system.config, env), args);
    const { code } = await program.ended;
    return { code, output: program.output() };
  }

  describe('-- replay', () => {
    const altered: string[] = [];
    let today: Promise<{ code: string }>;
    beforeAll(() => {
      today = bundleForReplay();
    });
    afterAll(() => {
      for (const folder of altered) rmSync(folder, { recursive: true, force: true });
    });

    /** The workflow's code with one branch that is another. */
    function bundleOfAltered(from: string, to: string): Promise<{ code: string }> {
      const folder = mkdtempSync(join(tmpdir(), 'gongmun-altered-'));
      altered.push(folder);
      for (const part of ['workflows', 'domain'])
        cpSync(join(ROOT, part), join(folder, part), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
      const file = join(folder, 'workflows/submission.ts');
      const code = readFileSync(file, 'utf8');
      expect(code).toContain(from);
      writeFileSync(file, code.replace(from, to));
      return bundleForReplay(join(folder, 'workflows/index.ts'));
    }

    async function replay(id: string, bundle: Promise<{ code: string }>) {
      const dataConverter = await createDataConverter(system.config.codec.keysDir);
      const engine = createEngine(system.temporal, (json) => decodeJson(dataConverter.payloadCodecs, json));
      const lines: string[] = [];
      const options = { workflowBundle: await bundle, dataConverter };
      const print = (line: string) => void lines.push(line);
      const notes = createAuditNotes(system.db, { kind: 'replay', submissionId: id }, () => new Date());
      const code = await auditReplay({ db: system.db, engine, options, print, notes }, id);
      await notes.keep(code);
      return { code, text: lines.join('\n') };
    }

    it('says that an archived run and a live one lead to the same decisions', async () => {
      const [ended, open] = [await closed(), await submit()];
      expect(await replay(ended, today)).toEqual({
        code: 0,
        text: expect.stringMatching(/^run .* \(completed, \d+ events\): leads to the same decisions$/),
      });
      expect(await replay(open, today)).toMatchObject({ code: 0 });
      const { code, output } = await run(['replay', ended]);
      expect({ code, output }).toEqual({
        code: 0,
        output: expect.stringContaining('leads to the same decisions'),
      });
    });

    it.each([
      [
        'another step',
        'act.applyCommand({ submissionId, after: now.lastAppliedSeq, at: instant() })',
        'act.deliverReply({ submissionId, at: instant() })',
        'applyCommand',
      ],
      [
        'a step for another submission',
        'validateSubmission({ submissionId,',
        "validateSubmission({ submissionId: 'another',",
        'registered',
      ],
      [
        'another instant',
        'Date.parse(at) - Date.now())',
        'Date.parse(at) - Date.now() + 60_000)',
        'A timer was set',
      ],
    ])('names event, step and build where one branch of the code decides %s', async (_, from, to, step) => {
      const { code, text } = await replay(await closed(), bundleOfAltered(from, to));
      expect(code).toBe(1);
      expect(text).toMatch(/differs at event \d+, recorded by build @temporalio\/worker@/);
      expect(text).toMatch(new RegExp(`recorded: .*${step}`));
      expect(text).toMatch(/the code of today decides: /);
      const [kept] = (await system.as('auditor').get('/v1/audit/runs?limit=1')).body.items;
      expect(kept).toMatchObject({ kind: 'replay', outcome: 'faulty', faults: 1 });
      const { items } = (await system.as('auditor').get(`/v1/audit/runs/${kept.id}`)).body;
      expect(items).toEqual([
        {
          ...{ position: 1, part: kept.parts[0].name, place: expect.stringMatching(/^event \d+, build /) },
          what: expect.stringMatching(new RegExp(`recorded: .*${step}.*the code of today decides: `, 's')),
        },
      ]);
    });

    it('takes what a step of today is asked in addition for no other decision', async () => {
      const { events } = JSON.parse(readFileSync(join(HISTORIES, 'fallback.json'), 'utf8'));
      expect(JSON.stringify(events)).toContain('"applyCommand"');
      const id = events[0].workflowExecutionStartedEventAttributes.workflowId;
      const dataConverter = await createDataConverter(system.config.codec.keysDir);
      expect(await replayRun({ workflowBundle: await today, dataConverter }, id, events)).toBeNull();
      const options = { workflowBundle: await today, dataConverter };
      expect(await replayRun(options, workflowIdOf(randomUUID()), events)).toMatchObject({
        recorded: expect.stringContaining('applyCommand'),
      });
    });

    it('names the event behind an archived result that was changed', async () => {
      const id = await closed();
      const waiting = () => system.db('log_queue');
      expect(await until(waiting, (rows) => rows.length === 0)).toEqual([]);
      const { history } = await system.db('archived_histories').where({ submission_id: id }).first();
      const forged = String(history).replace(/"data":"([A-Za-z0-9+/=]+)"/g, (_, data: string) => {
        const text = Buffer.from(data, 'base64')
          .toString()
          .replace('"state":"registered"', '"state":"withdrawn"');
        return `"data":"${Buffer.from(text).toString('base64')}"`;
      });
      expect(forged).not.toBe(history);
      await tamper(system.db, (tx) =>
        tx('archived_histories')
          .where({ submission_id: id })
          .update({ history: forged, digest: sha256(forged) }),
      );
      const { code, text } = await replay(id, today);
      expect({ code, text }).toEqual({ code: 1, text: expect.stringMatching(/differs at event \d+/) });
      expect(text).toMatch(/recorded: A timer was set/);
      const deps = await checkDepsOf(system);
      const { found } = await findFaults(deps, {
        submissions: [id],
        settledAfterMs: { log: 1e9, archive: 1e9, engine: 1e9 },
      });
      expect(found.map(({ table, what }) => `${table}: ${what}`)).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^archived_histories: step.state_differs: event \d+/),
          expect.stringMatching(/^archived_histories: is not as it was when it was sealed/),
        ]),
      );
      await tamper(system.db, (tx) =>
        tx('archived_histories')
          .where({ submission_id: id })
          .update({ history, digest: sha256(history) }),
      );
    });

    it('cannot say anything of a submission that does not exist', async () => {
      const unknown = '01a20a3e-2587-736a-b773-51037f01b83f';
      expect(await replay(unknown, today)).toEqual({
        code: 2,
        text: `There is no submission ${unknown}.`,
      });
    });
  });

  describe('-- check', () => {
    it('ends with 0 in a sound system, with a line for each check', async () => {
      await closed();
      await submit();
      const { code, output } = await run(['check', '--files']);
      expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/Sound\.\n$/) });
      for (const check of [
        'registers',
        'submissions',
        'documents',
        'forms',
        'drafts',
        'orphans',
        'log',
        'proofs',
        'unsealed',
        'files',
        'engine',
      ])
        expect(output).toMatch(new RegExp(`^${check}: \\d+ looked at, sound$`, 'm'));
      const [kept] = (await system.as('auditor').get('/v1/audit/runs?limit=1')).body.items;
      expect(kept).toMatchObject({ kind: 'check', submissionId: null, outcome: 'sound', faults: 0 });
      expect(kept.parts).toContainEqual({ name: 'submissions', looked: expect.any(Number), faults: 0 });
    });

    it('ends with 1 and a line for each fault', async () => {
      const id = await submit();
      await tamper(system.db, (tx) => tx('submissions').where({ id }).update({ handler: 'demo-approver' }));
      const { code, output } = await run(['check', '--submission', id, '--without-engine']);
      await tamper(system.db, (tx) => tx('submissions').where({ id }).update({ handler: null }));
      expect({ code, output }).toEqual({
        code: 1,
        output: expect.stringContaining(`FAULT submissions: submissions ${id}: has handler "demo-approver"`),
      });
      const [kept] = (await system.as('auditor').get('/v1/audit/runs?limit=1')).body.items;
      expect(kept).toMatchObject({ kind: 'check', outcome: 'faulty' });
      const { items } = (await system.as('auditor').get(`/v1/audit/runs/${kept.id}`)).body;
      expect(items).toContainEqual(
        expect.objectContaining({ part: 'submissions', place: `submissions ${id}` }),
      );
      expect(items).toHaveLength(kept.faults);
    });

    it('ends with 2 where it cannot be found out: no engine, no database, no such command', async () => {
      const away = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
      expect(await run(['check'], away)).toMatchObject({ code: 2 });
      expect(await run(['check'], { DATABASE_URL: 'postgres://127.0.0.1:1/x' })).toMatchObject({ code: 2 });
      expect(await run(['what'])).toEqual({
        code: 2,
        output: expect.stringContaining('npm run audit -- check'),
      });
    });

    it('names where rows and workflows differ, and a workflow that is missing', async () => {
      const deps = {
        ...(await checkDepsOf(system)),
        engine: createEngine(system.temporal, async (json) => json),
      };
      const settledAfterMs = { log: 1e9, archive: 1e9, engine: 0 };
      const faults = async (id: string) =>
        (await findFaults(deps, { submissions: [id], settledAfterMs })).found
          .filter(({ check }) => check === 'engine')
          .map(({ table, row, what }) => `${table} ${row} ${what}`);
      const [moved, lost] = [await submit(), await submit()];
      expect(await faults(moved)).toEqual([]);
      const later = new Date(Date.now() + 90 * 24 * 3_600_000);
      await system.db('submissions').where({ id: moved }).update({ next_due_at: later });
      expect(await faults(moved)).toEqual([
        expect.stringContaining(
          `submissions ${moved} is due next at ${later.toISOString()}, its workflow waits for`,
        ),
      ]);
      await system.stopWorker();
      await system.temporal.workflow.getHandle(workflowIdOf(lost)).terminate('lost by a test');
      expect(await faults(lost)).toEqual([]);
      await system
        .db('submissions')
        .where({ id: lost })
        .update({ next_due_at: new Date(0) });
      expect(await faults(lost)).toEqual([
        `submissions ${lost} has no workflow, though something was due at 1970-01-01T00:00:00.000Z`,
      ]);
    });
  });
});
