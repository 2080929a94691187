/**
 * A bearer token for a demo person of the running embedded default.
 * @throws Error with one sentence when there is no such person, or nothing runs
 */
export async function demoToken(issuer: string, name: string): Promise<string> {
  const person = new URLSearchParams({ person: name });
  const answer = await fetch(`${issuer}/demo-token`, { method: 'POST', body: person }).catch(() => {
    throw new Error('Gongmun is not running here: start it with `npm start` first.');
  });
  if (answer.status !== 200)
    throw new Error(`There is no demo person called "${name}": the start screen lists them.`);
  return answer.text();
}
