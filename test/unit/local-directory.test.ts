import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { partOf, readDirectory } from '../../local/directory';

const directory = readDirectory();
const rolesAt = (office: string) =>
  directory.memberships.filter((one) => one.office === office).flatMap(({ roles }) => roles);

describe('the demo directory', () => {
  it('names everybody once, visibly as demo people at addresses that reach nobody', () => {
    const keys = directory.people.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const person of directory.people) {
      expect(person.id).toBe(`demo-${person.key}`);
      expect(person.name).toMatch(/\((시연|demo)\)$/);
      expect(person.email).toMatch(/@demo\.invalid$/);
    }
  });

  it('gives every office that forms are sent to somebody for each part of the work', () => {
    const folder = join(__dirname, '../../forms');
    const forms = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const offices = new Set(forms.flatMap((text) => text.match(/"(haneul|labor|registry)-[a-z]+"/g) ?? []));
    expect(offices.size).toBeGreaterThan(5);
    for (const quoted of offices) {
      expect({ office: quoted, roles: rolesAt(JSON.parse(quoted)) }).toEqual({
        office: quoted,
        roles: expect.arrayContaining(['registrar', 'handler', 'approver']),
      });
    }
  });

  it('says in a few words what somebody may do', () => {
    const say = (key: string) => {
      const person = directory.people.find((one) => one.key === key);
      return person && partOf(person, directory);
    };
    expect(say('minji')).toBe('citizen');
    expect(say('sora')).toBe('represents organisation 000-00-00017');
    expect(say('registrar')).toBe('registrar of haneul-civil');
    expect(say('auditor')).toBe('auditor');
    expect(say('admin')).toContain('form_admin, office_admin of haneul');
  });
});
