import type { Words } from './words';

const temporary: Words = { ko: '임시공휴일', en: 'Temporary holiday' };
const vacancy: Words = { ko: '임시공휴일(대통령선거)', en: 'Temporary holiday (presidential election)' };

/**
 * Days the government sets one by one, announced in the official gazette (regulation art. 2 no. 11). No rule yields them:
 * what is not yet here an administrator declares as an override of the office's calendar.
 */
export const temporaryHolidays: { date: string; name: Words }[] = [
  { date: '2015-08-14', name: temporary },
  { date: '2016-05-06', name: temporary },
  { date: '2017-05-09', name: vacancy },
  { date: '2017-10-02', name: temporary },
  { date: '2020-08-17', name: temporary },
  { date: '2023-10-02', name: temporary },
  { date: '2024-10-01', name: temporary },
  { date: '2025-01-27', name: temporary },
  { date: '2025-06-03', name: vacancy },
];
