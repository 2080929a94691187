import { z } from 'zod';
import { route } from '../route';
import * as schema from '../schemas';
import * as procedure from '../schemas-procedure';

const byOffice = z.strictObject({ code: schema.code });
const declared = {
  201: { description: 'Recorded; due dates are counted anew', schema: procedure.DeclaredHoliday },
};

/** The days on which offices rest; each change moves the due dates that it concerns. */
export const calendarRoutes = [
  route({
    method: 'get',
    path: '/v1/offices/:code/calendar',
    operation: 'readCalendar',
    summary: 'The holidays of an office in a year: by law, declared, withdrawn',
    tag: 'Public',
    permission: 'public',
    subject: 'everybody',
    class: 'read',
    params: byOffice,
    query: procedure.CalendarQuery,
    answers: { 200: { description: 'The calendar', schema: procedure.Calendar } },
    refuses: [404],
    handle: async ({ useCases, params, query }) => ({
      status: 200,
      body: await useCases.readCalendar({ office: params.code, year: query.year }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/offices/:code/holidays',
    operation: 'declareOfficeHoliday',
    summary: 'Declare a holiday of the office, or withdraw one',
    tag: 'Official',
    permission: 'declare_office_holiday',
    subject: 'office',
    class: 'create',
    params: byOffice,
    body: procedure.Holiday,
    answers: declared,
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => ({
      status: 201,
      body: await useCases.declareHoliday(actor, identity, { office: params.code, holiday: body }),
      headers: { Location: `/v1/offices/${params.code}/calendar?year=${body.date.slice(0, 4)}` },
    }),
  }),
  route({
    method: 'post',
    path: '/v1/holidays',
    operation: 'declareHoliday',
    summary: 'Declare a holiday for all offices, or withdraw one',
    tag: 'Official',
    permission: 'declare_holiday',
    subject: 'system',
    class: 'create',
    body: procedure.Holiday,
    answers: declared,
    refuses: [403],
    handle: async ({ useCases, actor, identity, body }) => ({
      status: 201,
      body: await useCases.declareHoliday(actor, identity, { office: null, holiday: body }),
    }),
  }),
];
