import type { SubmissionRow } from '../db/submission-store';
import type { CounterChannel } from '../domain/channel';
import { GongmunError } from '../domain/errors';

/**
 * By which way the party's act came, as a fact of the command: an official who writes it down for a sender at the counter
 * says so, a party that acts itself does not.
 * @throws GongmunError `channel.missing`, `channel.not_yours` (400)
 */
export function channelOfAct(
  { channel: came }: Pick<SubmissionRow, 'channel'>,
  channel: CounterChannel | undefined,
): { channel?: CounterChannel } {
  if (came !== 'online' && channel === undefined)
    throw refused('channel.missing', 'Say by which way it came: paper, fax or in_person.');
  if (came === 'online' && channel !== undefined)
    throw refused('channel.not_yours', 'Leave the channel out: this act comes online.');
  return channel === undefined ? {} : { channel };
}

function refused(code: string, detail: string): GongmunError {
  return new GongmunError('bad_request', code, detail, { faults: [{ pointer: '/channel', code, detail }] });
}
