import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import { createDataConverter, type EngineConverter } from '../../adapters/payload-codec';
import { parts } from '../support/parts';
import { quietenEngine } from '../support/quiet-engine';

quietenEngine();

const FOLDER = join(__dirname, 'histories');
/** One line for each walk: the events of its evidence, and the history (`npm run history:walks`). */
const WALKS = join(__dirname, 'walks');
/** As the engine kept them, encrypted with the key in `keys`, which is used nowhere else. */
const ENCRYPTED = join(__dirname, 'encrypted');

/** The evidence of everything that a party and officials can do, with what follows from it. */
const BY_PEOPLE = [
  ...['SubmissionAcceptance', 'ConsignmentAcceptance', 'ConsignmentRejection', 'Withdrawn', 'Closed'],
  ...['ContentHandover', 'ContentAccessTracking', 'Assigned', 'Reassigned', 'RelayAcceptance'],
  ...['UnitInvolved', 'UnitContributed', 'SupplementRequested', 'SupplementReceived', 'ClockSuspended'],
  ...['ClockResumed', 'SupplementPeriodExtended', 'DeadlineExtended', 'ProgressNotified', 'ReplyRead'],
  ...['DecisionDrafted', 'DecisionApproved', 'DecisionSentBack', 'DecisionRecorded', 'DecisionCorrected'],
  'ContentConsignment',
];

interface Recorded {
  events: { eventType: string; workflowExecutionStartedEventAttributes?: { workflowId?: string } }[];
}

/** Running procedures survive new code: every path that was ever recorded replays (design §3). */
describe('recorded histories', () => {
  let dataConverter: EngineConverter;
  beforeAll(async () => {
    dataConverter = await createDataConverter(join(__dirname, 'keys/codec'));
  });

  const read = (name: string, folder = FOLDER): Recorded =>
    JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const replay = (recorded: Recorded) => {
    const workflowId = recorded.events[0]?.workflowExecutionStartedEventAttributes?.workflowId;
    const { workflowBundle } = parts();
    return Worker.runReplayHistory({ workflowBundle, dataConverter }, historyFromJSON(recorded), workflowId);
  };

  const names = readdirSync(FOLDER).sort();
  it('are there for each path', () => {
    const paths = [
      ...['acknowledged', 'approved', 'batch', 'corrected', 'counter', 'decided', 'dispatch', 'disposed'],
      ...['due-after-hold', 'expired', 'export', 'fallback', 'filed', 'held'],
      ...['involved', 'never-read', 'overtaken', 'passed', 'recalculated', 'recalculation', 'rejected'],
      ...['returned', 'sent-back', 'silent', 'supplemented', 'suspended', 'transferred', 'undeliverable'],
      'withdrawn',
    ];
    expect(names).toEqual(paths.map((path) => `${path}.json`));
  });

  it.each(names)('%s replays', async (name) => {
    await expect(replay(read(name))).resolves.toBeUndefined();
  });

  it('of random walks are there for what a party and an office can do in any order, and replay', async () => {
    const walks = readdirSync(WALKS).flatMap((name) =>
      gunzipSync(readFileSync(join(WALKS, name)))
        .toString()
        .split('\n')
        .filter((line) => line !== '')
        .map((line): { path: string[]; history: Recorded } => JSON.parse(line)),
    );
    expect(names.length + walks.length).toBeGreaterThanOrEqual(100);
    expect(new Set(walks.map(({ path }) => path.join())).size).toBe(walks.length);
    const met = new Set(walks.flatMap(({ path }) => path));
    expect(BY_PEOPLE.filter((event) => !met.has(event))).toEqual([]);
    for (const { path, history } of walks)
      await expect(replay(history).then(() => path)).resolves.toEqual(path);
  }, 120_000);

  it.each(['failed-step.json'])('%s replays as the engine kept it, encrypted', async (name) => {
    const kept = readFileSync(join(ENCRYPTED, name), 'utf8');
    const readable = /"data": ?"([A-Za-z0-9+/=]+)"/g;
    const texts = [...kept.matchAll(readable)].map(([, data]) =>
      Buffer.from(data ?? '', 'base64').toString(),
    );
    const plain = texts
      .filter((text) => /^[{"[]/.test(text))
      .filter((text) => !text.includes('activity_type'));
    expect(plain).toEqual([]);
    expect(kept).toContain('"message": "Encoded failure"');
    await expect(replay(read(name, ENCRYPTED))).resolves.toBeUndefined();
  });

  it('does not replay when it was altered', async () => {
    const decided = readFileSync(join(FOLDER, 'decided.json'), 'utf8');
    // What a marker holds says which step it was: the history now tells of another one.
    const altered = decided.replace(/"data": "([A-Za-z0-9+/=]{40,})"/g, (whole, data: string) => {
      const text = Buffer.from(data, 'base64').toString();
      if (!text.includes('"routeSubmission"')) return whole;
      return `"data": "${Buffer.from(text.replace('"routeSubmission"', '"forgedSubmission"')).toString('base64')}"`;
    });
    expect(altered).not.toBe(decided);
    await expect(replay(JSON.parse(altered))).rejects.toThrow(/[Nn]on-?[Dd]eterminis/);
  });
});
