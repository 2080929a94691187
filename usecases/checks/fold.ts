import { type CommandRow, machineCommand } from '../../db/command-store';
import type { Command } from '../../domain/commands';
import type { EvidenceEvent } from '../../domain/evidence';
import { apply, DRAFT, isTerminal, type Submission } from '../../domain/submission';
import type { Fault } from './fault';
import { type Dates, datesAfter, NOTHING_YET } from './fold-dates';
import type { Told } from './told';

/** One effect: the evidences that one command left, and where they leave the submission. */
export interface Act {
  seq: number;
  command: CommandRow & { once?: string | null };
  told: [Told, ...Told[]];
  overtaken: boolean;
  after: Submission;
}

export interface Folded {
  acts: Act[];
  machine: Submission;
  dates: Dates;
  faults: Fault[];
  /** False where the evidences do not fit together: what they lead to is then unknown. */
  whole: boolean;
}

/** The events that say nothing of the codes and words of the command whose effect they are; see `activities/effects.ts`. */
export function isBare(kind: CommandRow['kind'], event: EvidenceEvent): boolean {
  switch (event) {
    case 'DecisionDrafted':
    case 'DecisionApproved':
      return true;
    case 'ClockSuspended':
      return kind !== 'suspend';
    case 'ClockResumed':
      return kind !== 'resume';
    case 'ConsignmentAcceptance':
      return kind === 'transfer';
    default:
      return false;
  }
}

/**
 * What the evidences of a submission lead to, from the first on: the state machine applied to each command, with the
 * values that the signed evidence gives it, and the dates that the evidences name. The order is that of the evidences,
 * which is the order in which things took effect.
 */
export function fold(told: readonly Told[], commands: readonly Act['command'][]): Folded {
  const folded: Folded = { acts: [], machine: DRAFT, dates: NOTHING_YET, faults: [], whole: true };
  const bySeq = new Map(commands.map((command) => [command.seq, command]));
  for (const group of groupsOf(told)) {
    const [first] = group;
    const seq = first.row.commandSeq;
    const command = bySeq.get(seq);
    if (command === undefined) {
      const what = `names command ${seq} of submission ${first.row.submissionId}, which is not there`;
      return { ...folded, faults: [...folded.faults, evidenceFault(first, what)], whole: false };
    }
    const step = take(folded.machine, command, group);
    if ('what' in step)
      return { ...folded, faults: [...folded.faults, evidenceFault(first, step.what)], whole: false };
    const ends = isTerminal(step.after.state) && !isTerminal(folded.machine.state);
    folded.acts.push({ seq, command, told: group, overtaken: step.overtaken, after: step.after });
    folded.dates = datesAfter(folded.dates, group, { leg: step.after.leg, ends });
    folded.machine = step.after;
  }
  return folded;
}

const evidenceFault = ({ row }: Told, what: string): Fault => ({ table: 'evidences', row: row.id, what });

function groupsOf(told: readonly Told[]): [Told, ...Told[]][] {
  const groups: [Told, ...Told[]][] = [];
  for (const one of told) {
    const last = groups.at(-1);
    if (last !== undefined && last[0].row.commandSeq === one.row.commandSeq) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

type Step = { after: Submission; overtaken: boolean } | { what: string };

function take(before: Submission, command: CommandRow, group: [Told, ...Told[]]): Step {
  const events = group.map(({ says }) => says.event);
  const asked = steeredBy(command, group);
  if (asked === null) return { what: `does not say what command ${command.seq} (${command.kind}) did` };
  const applied = apply(before, asked);
  if (events[0] === 'CommandOvertaken') {
    return applied.ok
      ? {
          what: `says that command ${command.seq} (${command.kind}) came too late; in state ${before.state} it did not`,
        }
      : { after: before, overtaken: true };
  }
  if (!applied.ok)
    return {
      what: `tells of command ${command.seq} (${command.kind}), which state ${before.state} does not allow`,
    };
  if (applied.events.join() !== events.join()) {
    const led = applied.events.join(', ');
    return { what: `command ${command.seq} (${command.kind}) leads to ${led}, not to ${events.join(', ')}` };
  }
  return { after: applied.submission, overtaken: false };
}

/** The command with what the signed evidence says of it; its row alone could have been changed. */
function steeredBy(command: CommandRow, group: readonly Told[]): Command | null {
  const telling = group.find(({ says }) => !isBare(command.kind, says.event));
  const facts = { ...command.facts, ...telling?.says.facts };
  const dueAt = facts.period === 'supplement' ? facts.supplementDueAt : facts.dueAt;
  const due = Date.parse(String(dueAt)) > Date.parse(group[0]?.says.at ?? '') ? 'ahead' : 'past';
  try {
    return machineCommand({
      kind: command.kind,
      facts: command.kind === 'recalculate' ? { ...facts, due } : facts,
    });
  } catch {
    return null;
  }
}
