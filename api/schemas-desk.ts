import { z } from 'zod';
import { STATES } from '../domain/submission';
import { code, PageQuery, Submission, uuid, words } from './schemas';

/** The desk's requests and answers, and those of what belongs to it: kept views and delegations. */

const instant = z.iso.datetime({ offset: true });
const stateOf = `(?:${STATES.join('|')})`;
const person = z.string().min(1).max(255);

/** What a view keeps and the address takes: the same names and the same text. */
export const DeskFilters = z.strictObject({
  office: code.optional(),
  state: z
    .string()
    .max(200)
    .regex(new RegExp(`^${stateOf}(?:,${stateOf})*$`), 'One or several states, separated by commas.')
    .optional()
    .openapi({ description: 'One or several states, separated by commas' }),
  form: code.optional(),
  handler: person.optional().openapi({
    description:
      "A person's id; `me`, what lies with me; or `none`, what waits for a handler. The two leave out what is at its " +
      'end unless `state` asks for it',
  }),
  dueFrom: instant.optional().openapi({ description: 'Due at this instant or later' }),
  dueUntil: instant.optional().openapi({ description: 'Due at this instant or earlier' }),
  overdue: z
    .literal('true')
    .optional()
    .openapi({ description: 'The clock runs and the due date has passed' }),
  text: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .openapi({
      description:
        'Words that all occur in the names of who sent it, its title or the answers that the form marks, in any part of ' +
        'a word; a single character finds words that begin with it. Or a registration number, with or without the ' +
        "office's code, or a tracking code, in full",
    }),
  sort: z
    .enum(['received', '-received', 'due', '-due', 'registered', '-registered'])
    .default('-received')
    .openapi({ description: '`-` means descending; lines without the instant come last either way' }),
});
export const DeskQuery = DeskFilters.extend(PageQuery.shape);
export const DeskFollowed = DeskFilters.pick({ office: true });

const count = z.int().min(0);
export const Desk = z
  .object({
    items: z.array(
      Submission.omit({ pending: true, trackingCode: true, surveyAnswered: true }).extend({
        formTitle: words.nullable(),
      }),
    ),
    nextCursor: z.string().optional(),
    counts: z
      .object({
        states: z.partialRecord(z.enum(STATES), count),
        overdue: count.openapi({ description: 'As `overdue=true` lists them' }),
        unassigned: count.openapi({ description: 'As `handler=none` lists them' }),
        mine: count.openapi({ description: 'As `handler=me` lists them' }),
        upTo: count.openapi({ description: 'Counting stops here: a count as high means so many or more' }),
      })
      .nullable()
      .openapi({
        description:
          'They respect `office`, `form` and `text`, no other filter. Null where `text` is found in more than 1,000 ' +
          'submissions (3,000 where eight offices or more are searched): more words make it fewer',
      }),
  })
  .openapi('Desk');

export const NewDeskView = z
  .strictObject({ name: z.string().trim().min(1).max(100), query: DeskFilters })
  .openapi('NewDeskView');
export const DeskView = z
  .object({ id: uuid, name: z.string(), query: z.record(z.string(), z.string()), savedAt: instant })
  .openapi('DeskView');
export const DeskViews = z.object({ items: z.array(DeskView) });
export const RemovedDeskView = z.object({ id: uuid });

/** Longer than this is no absence but a change of the directory. */
const LONGEST_DAYS = 366;
const lasting = ({ from, until }: { from: string; until: string }) => Date.parse(until) - Date.parse(from);

export const NewDelegation = z
  .strictObject({ office: code, to: person, from: instant, until: instant, person: person.optional() })
  .refine((wanted) => lasting(wanted) > 0, { message: 'The end comes after the start.', path: ['until'] })
  .refine((wanted) => lasting(wanted) <= LONGEST_DAYS * 86_400_000, {
    message: `A delegation lasts at most ${LONGEST_DAYS} days.`,
    path: ['until'],
  })
  .openapi('NewDelegation');
export const Delegation = z
  .object({
    id: uuid,
    office: z.string(),
    person: z.string().openapi({ description: 'Whose roles they are' }),
    to: z.string().openapi({ description: 'Who acts with them' }),
    from: instant,
    until: instant,
    inForce: z.boolean(),
    givenBy: z.string(),
    givenAt: instant,
    revokedBy: z.string().nullable(),
    revokedAt: instant.nullable(),
  })
  .openapi('Delegation');
export const Delegations = z.object({ items: z.array(Delegation), nextCursor: z.string().optional() });
