import type { CommandFacts, CommandRow } from '../../db/command-store';
import type { Dossier } from '../../db/dossier-store';
import { canonicalJson } from '../../domain/digest';
import type { EvidenceActor } from '../../domain/evidence';
import type { Report } from './fault';
import { type Act, type Folded, isBare } from './fold';
import type { Told } from './told';

/** Commands against the evidence of their effects: none missing, none too many, each given by whom the evidence names. */
export function checkCommands(
  { row, commands, outbox }: Pick<Dossier, 'row' | 'commands' | 'outbox'>,
  folded: Folded,
  report: Report,
): void {
  const acts = new Map(folded.acts.map((act) => [act.seq, act]));
  for (const [index, command] of commands.entries()) {
    const fault = (what: string) => report({ table: 'commands', row: command.id, what });
    const expected = (commands[index - 1]?.seq ?? 0) + 1;
    if (command.seq !== expected)
      report({ table: 'commands', row: `${row.id}:${expected}`, what: 'is missing: the numbers have a gap' });
    const act = acts.get(command.seq);
    if (act !== undefined) for (const what of differencesOf(act, folded)) fault(what);
    else if (folded.whole && command.status !== 'accepted') fault(`is ${command.status} without evidence`);
    const waits = command.status === 'accepted';
    if (waits && !outbox.includes(command.seq)) fault('waits and is not in the outbox');
    if (!waits && outbox.includes(command.seq))
      report({
        table: 'outbox',
        row: `${row.id}:${command.seq}`,
        what: 'tells of a command that is carried out',
      });
  }
  for (const seq of outbox)
    if (!commands.some((command) => command.seq === seq))
      report({ table: 'outbox', row: `${row.id}:${seq}`, what: 'tells of a command that is not there' });
  const last = commands.at(-1)?.seq ?? 0;
  if (row.lastSeq !== last)
    report({
      table: 'submissions',
      row: row.id,
      what: `has last_seq ${row.lastSeq}; its last command is ${last}`,
    });
}

function differencesOf(act: Act, folded: Folded): string[] {
  const { command, told } = act;
  const [first] = told;
  const found: string[] = [];
  const differ = (name: string, mine: unknown, said: unknown) => {
    if (canonicalJson(mine) !== canonicalJson(said))
      found.push(`has ${name} ${canonicalJson(mine)} where its evidence says ${canonicalJson(said)}`);
  };
  differ('actor', actorOf(command), withoutOrganisation(first.says.actor));
  differ('accepted_at', command.acceptedAt.toISOString(), first.says.at);
  // The acceptance is evidence before the command has had its turn; its registration or rejection ends it.
  const end = command.kind === 'submit' ? folded.acts.find((one) => isAdmission(one)) : act;
  if (end === undefined) {
    if (command.status !== 'accepted')
      found.push(`is ${command.status}, and nothing registered or rejected it`);
    return found;
  }
  differ('status', command.status, end.overtaken ? 'overtaken' : 'applied');
  differ('applied_at', command.appliedAt?.toISOString() ?? null, end.told[0].says.at);
  const { seq = null, evidenceId = null, digest = null } = command.result ?? {};
  differ(
    'result',
    { seq, evidenceId, digest },
    {
      seq: end.seq,
      evidenceId: end.told[0].row.id,
      digest: end.told[0].row.digest,
    },
  );
  return [...found, ...factsDiffer(act)];
}

const isAdmission = ({ command }: Act): boolean => command.kind === 'register' || command.kind === 'reject';

const withoutOrganisation = ({ organisation: _, ...actor }: EvidenceActor): EvidenceActor => actor;

/** As `activities/apply-command.ts` and `takeSystemCommand` write it. */
function actorOf(command: CommandRow): EvidenceActor {
  const { actor, capacity, office, onBehalfOf, facts } = command;
  return {
    id: actor,
    capacity,
    ...(capacity === 'system' || office === null ? {} : { office: String(facts.unit ?? office) }),
    ...(onBehalfOf === null ? {} : { for: onBehalfOf }),
  };
}

/** What a command carries stands in its evidence; of what the system does by itself, what both name is the same. */
function factsDiffer({ command, told, overtaken }: Act): string[] {
  if (overtaken) return [];
  const { content, reason, reasonText, ...facts } = command.facts;
  const telling = told.filter(({ says }) => !isBare(command.kind, says.event));
  const bySystem = (command.once ?? null) !== null || command.kind === 'submit';
  return telling.flatMap((one) => [
    ...namesDiffer(facts, one, bySystem ? 'named by both' : 'all'),
    ...(content != null && one.says.content !== content
      ? ['has another content digest than its evidence']
      : []),
    ...(reason != null && !saysReason(one, reason, reasonText)
      ? ['has other reasons than its evidence']
      : []),
  ]);
}

function namesDiffer(facts: CommandFacts, { says }: Told, which: 'all' | 'named by both'): string[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    const said = says.facts?.[name];
    if (value === null || said === value) return [];
    if (said === undefined && which === 'named by both') return [];
    return [`has ${name} ${JSON.stringify(value)} where its evidence says ${JSON.stringify(said ?? null)}`];
  });
}

function saysReason({ says }: Told, code: unknown, text: unknown): boolean {
  const [first] = says.reasons ?? [];
  return first?.code === code && (first?.text ?? null) === (text ?? null);
}
