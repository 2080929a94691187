/** How a document reached an office without the exchange: an official took it in. */
export const COUNTER_CHANNELS = ['paper', 'fax', 'in_person'] as const;
export type CounterChannel = (typeof COUNTER_CHANNELS)[number];

export const CHANNELS = ['online', ...COUNTER_CHANNELS] as const;
export type Channel = (typeof CHANNELS)[number];
