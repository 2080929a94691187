import { destroyContent } from '../../activities/destroy-content';
import { type System, startSystem } from '../support/system';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const COMMENT = '친절했지만 오래 걸렸습니다.';

describe('the survey after the end', () => {
  let system: System;
  let id: string;
  beforeAll(async () => {
    system = await startSystem();
    id = (await system.as('minji').submit(LETTER)).body.submission.id;
  });
  afterAll(() => system.stop());

  const answer = (who: string, body: unknown, of = id) =>
    system.as(who).post(`/v1/submissions/${of}/survey`, body);
  const list = (query = '', who = 'handler1') =>
    system.as(who).get(`/v1/offices/haneul-civil/survey-answers${query}`);

  it('is asked of the party alone, once, when the procedure has ended', async () => {
    expect(await answer('minji', { rating: 4 })).toMatchObject({
      status: 409,
      body: { code: 'survey.not_ended' },
    });
    await system.as('handler1').act(id, 'decisions', DECISION);
    for (const rating of [0, 6, 2.5, '4']) expect((await answer('minji', { rating })).status).toBe(400);
    expect((await answer('handler1', { rating: 5 })).status).toBe(403);
    expect((await answer('junho', { rating: 5 })).status).toBe(404);
    const answered = async (who: string) =>
      (await system.as(who).get(`/v1/submissions/${id}`)).body.surveyAnswered;
    expect([await answered('minji'), await answered('handler1')]).toEqual([false, undefined]);
    expect(await answer('minji', { rating: 4, comment: COMMENT })).toMatchObject({
      status: 201,
      body: { rating: 4, comment: COMMENT, handledAt: null },
    });
    expect(await answer('minji', { rating: 1 })).toMatchObject({
      status: 409,
      body: { code: 'survey.answered' },
    });
    expect([await answered('minji'), await answered('handler1')]).toEqual([true, undefined]);
  });

  it('says nothing of a sender at the counter', async () => {
    const intake = {
      ...{ channel: 'in_person', receivedAt: new Date().toISOString(), sender: { name: '방문자' } },
      letter: LETTER.letter,
    };
    const taken = await system.as('registrar').post('/v1/offices/haneul-civil/intakes', intake);
    const { id: counter } = taken.body.submission;
    await system.as('handler1').act(counter, 'decisions', DECISION);
    expect((await answer('handler1', { rating: 5 }, counter)).status).toBe(403);
  });

  it('is read by the office, which marks it as dealt with', async () => {
    expect((await list()).body.items).toMatchObject([{ submissionId: id, rating: 4, comment: COMMENT }]);
    for (const [who, status] of [
      ['minji', 404],
      ['auditor', 404],
      ['handler-food', 404],
    ] as const)
      expect([who, (await list('', who)).status]).toEqual([
        who,
        who === 'minji' || who === 'auditor' ? 403 : status,
      ]);
    expect((await list('?handled=yes')).body.items).toEqual([]);
    const handle = (who: string) => system.as(who).post(`/v1/submissions/${id}/survey/handlings`, {});
    expect((await handle('minji')).status).not.toBe(200);
    const handled = await handle('registrar');
    expect(handled).toMatchObject({ status: 200, body: { handledBy: 'demo-registrar' } });
    expect((await handle('handler1')).body).toEqual(handled.body);
    expect((await list('?handled=yes')).body.items).toHaveLength(1);
    expect((await list('?handled=no')).body.items).toEqual([]);
  });

  it('keeps the comment sealed, and the rating when the comment is destroyed with the content', async () => {
    const { rows } = await system.db.raw('SELECT a::text AS text FROM survey_answers a');
    expect(JSON.stringify(rows)).not.toContain(COMMENT);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(COMMENT).toString('hex'));
    await destroyContent({ ...system, now: () => new Date() }, id);
    expect((await list()).body.items).toMatchObject([{ rating: 4, comment: null }]);
    expect(await system.db('survey_answers').first()).toMatchObject({ rating: 4, sealed: null });
  });
});
