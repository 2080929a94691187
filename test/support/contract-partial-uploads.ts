import { randomUUID } from 'node:crypto';
import type { Answer } from './api-client';
import { refuseInEveryWay } from './contract-acts';
import type { System } from './system';

export const PARTIAL_UPLOAD_OPERATIONS = ['announceUpload', 'readPartialUpload', 'appendToUpload'];

const UPLOADS = '/v1/partial-uploads';
const ANNOUNCED = { name: '가.txt', bytes: 10 };

/** Every answer that is documented about files that come in parts. */
export async function drivePartialUploads(
  system: System,
  put: (operation: string, answer: Answer) => Answer,
): Promise<void> {
  const minji = system.as('minji');
  const announce = { operation: 'announceUpload', who: 'minji', path: UPLOADS, body: ANNOUNCED };
  await refuseInEveryWay(system, put, announce);
  const announced = put('announceUpload', await minji.post(UPLOADS, ANNOUNCED));
  expect(announced.status).toBe(201);
  const path = `${UPLOADS}/${announced.body.id}`;
  for (const [who, of, status] of [
    ['minji', path, 200],
    ['minji', `${path}?nonsense=1`, 400],
    [null, path, 401],
    ['junho', path, 404],
  ] as const)
    expect([status, put('readPartialUpload', await system.as(who).get(of)).status]).toEqual([status, status]);

  const append = async (
    expected: number,
    offset: number | string,
    content: string,
    { who = 'minji' as string | null, at = path, headers = {} } = {},
  ) => {
    const answer = put('appendToUpload', await system.as(who).append(at, offset, content, headers));
    expect([content, answer.status, answer.body.code]).toEqual([content, expected, answer.body.code]);
  };
  await append(401, 0, '12345', { who: null });
  await append(404, 0, '12345', { who: 'junho' });
  await append(404, 0, '12345', { at: `${UPLOADS}/${randomUUID()}` });
  await append(400, 'here', '12345');
  await append(415, 0, '12345', { headers: { 'content-type': 'text/plain' } });
  await append(413, 0, '12345678901');
  await append(409, 5, '12345');
  await append(200, 0, '12345');
  await system.db('partial_uploads').where({ id: announced.body.id }).update({ parts: 1_000 });
  await append(422, 5, '67890');
  await system.db('partial_uploads').where({ id: announced.body.id }).update({ parts: 1 });
  await append(200, 5, '67890');
}
