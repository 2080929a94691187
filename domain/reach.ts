import { officeParty } from './office-party';
import { type Actor, worksIn } from './permissions';

/** Whose rows the database shows, whatever is asked of it (decision 0051). */
export interface Reach {
  /**
   * `related`: of what follows alone. `audit` and `operate`: of everybody, without content; of what follows with it.
   * `everything`: what the system does by itself. `nothing`: nobody's.
   */
  level: 'everything' | 'audit' | 'operate' | 'related' | 'nothing';
  /** Whose own they are: drafts, exports, settings, uploads. */
  person: string;
  /** As whom a person is a party: oneself, the offices one works in, whoever has authorised one for everything. */
  people: string[];
  organisations: string[];
  offices: string[];
  /** Authorisations for one form, as `person:<id>:<form>` and `organisation:<number>:<form>`. */
  mandates: string[];
}

const NO_ROWS = { person: '', people: [], organisations: [], offices: [], mandates: [] };

export const EVERYTHING: Reach = { level: 'everything', ...NO_ROWS };
export const NOTHING: Reach = { level: 'nothing', ...NO_ROWS };

/** The rows to which the actor has any relation that `authorise` knows of; what may be done to each is asked there. */
export function reachOf(actor: Actor): Reach {
  const offices = [...new Set(actor.memberships.map(({ office }) => office))];
  const unlimited = actor.mandates.filter(({ form }) => form === null);
  const limited = actor.mandates.filter(({ form }) => form !== null);
  return {
    level: levelOf(actor),
    person: actor.person,
    people: [
      actor.person,
      // A records system works in an office and is not one of its officials.
      ...offices.filter((office) => worksIn(actor, office)).map(officeParty),
      ...unlimited.flatMap(({ person }) => person ?? []),
    ],
    organisations: [...actor.organisations, ...unlimited.flatMap(({ organisation }) => organisation ?? [])],
    offices,
    mandates: limited.map(
      ({ person, organisation, form }) =>
        `${organisation === null ? `person:${person}` : `organisation:${organisation}`}:${form}`,
    ),
  };
}

function levelOf({ grants }: Actor): Reach['level'] {
  if (grants.includes('auditor')) return 'audit';
  return grants.includes('operator') ? 'operate' : 'related';
}
