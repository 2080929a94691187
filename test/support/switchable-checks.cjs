// For `npm run hostile:checks`: every check of a use case that refuses, and every condition below, can be switched off
// while the suite runs. The files stay as they are; only what jest compiles differs.
const { readFileSync, readdirSync } = require('node:fs');
const { basename, join } = require('node:path');
const swc = require('@swc/jest');

/**
 * Conditions that refuse nobody themselves but decide what somebody is: how often each is there, and what it is without the
 * check. Within a template (`sql`) or as an expression.
 */
const CONDITIONS = {
  'db/person-store.ts': [
    { says: 'delegation over', sql: 'AND d.ends_at > :at' },
    { says: 'delegation taken back', sql: 'AND d.revoked_at IS NULL' },
    { says: 'authorisation over', sql: 'AND a.ends_at > :at' },
    { says: 'authorisation taken back', sql: 'AND a.revoked_at IS NULL' },
    { says: 'who sends for it', sql: "AND 'submit' = ANY (m.roles)" },
    { says: 'who reads for it', sql: "AND m.roles && '{read,submit}'" },
  ],
  'db/draft-store.ts': [
    { says: "the writer's own", sql: 'd.id = ? AND d.person = ?', off: 'd.id = ? OR d.person = ?', times: 2 },
  ],
  'db/desk-view-store.ts': [{ says: "the person's own", on: '{ person, id }', off: '{ id }' }],
  'domain/permissions.ts': [
    { says: 'role in this office', on: '(membership) => membership.office === office', off: '() => true' },
    { says: 'role in the office asked for', on: 'office === undefined || membership.office === office' },
    { says: 'the very party', on: 'subject.partyPerson === actor.person' },
    { says: 'the very organisation', on: 'organisations.includes(subject.partyOrganisation)' },
    { says: 'the very unit', on: 'subject.involved.some((office) => worksIn(actor, office))' },
    {
      says: 'an official, no system',
      on: 'rolesIn(actor, office).some((role) => OFFICIAL.some((official) => official === role))',
    },
    { says: 'lent roles are not lent on', on: 'membership.for === undefined' },
  ],
  'domain/mandate.ts': [
    { says: 'another form', on: 'form !== null && form !== about.form', off: 'false' },
    { says: 'another party', on: 'person === about.partyPerson' },
    { says: 'another organisation', on: 'organisation === about.partyOrganisation' },
  ],
};
/** A statement that refuses; what refuses for other reasons than who asks is told apart by which cells reach it. */
const REFUSAL =
  /throw (?=notFound\(\)|denied\(\)|notYourTurn\(\)|new GongmunError\(\s*'(?:forbidden|not_found)')/g;

const switchOf = (site) => `(globalThis.checks?.stands(${JSON.stringify(site)}) ?? true)`;

function switchable(source, path) {
  const folder = basename(join(path, '..'));
  const name = `${folder}/${basename(path)}`;
  let text = source;
  for (const { says, sql, on = sql, off = sql === undefined ? 'true' : '', times = 1 } of CONDITIONS[name] ??
    []) {
    if (text.split(on).length !== times + 1) throw new Error(`${name} has not ${times} times: ${says}.`);
    const stands = switchOf(`${name}: ${says}`);
    text = text.replaceAll(on, () =>
      sql === undefined
        ? `(${stands} ? ${on} : ${off})`
        : `\${${stands} ? ${JSON.stringify(on)} : ${JSON.stringify(off)}}`,
    );
  }
  if (folder !== 'usecases' && name !== 'api/call.ts') return text;
  let sites = 0;
  return text.replace(REFUSAL, (refusal) => `if ${switchOf(`${name}#${++sites}`)} ${refusal}`);
}

/** Every switch that there is. */
function switches() {
  const root = join(__dirname, '../..');
  const refusals = [...readdirSync(join(root, 'usecases')).map((name) => `usecases/${name}`), 'api/call.ts']
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      [...readFileSync(join(root, name), 'utf8').matchAll(REFUSAL)].map((_, at) => `${name}#${at + 1}`),
    );
  const conditions = Object.entries(CONDITIONS).flatMap(([name, all]) =>
    all.map(({ says }) => `${name}: ${says}`),
  );
  return { refusals, conditions };
}

module.exports = {
  switches,
  createTransformer(options) {
    const compiler = swc.createTransformer(options);
    return {
      ...compiler,
      process: (source, path, given) => compiler.process(switchable(source, path), path, given),
      getCacheKey: (source, path, given) =>
        compiler.getCacheKey(`${switchable(source, path)}\n${readFileSync(__filename)}`, path, given),
    };
  },
};
