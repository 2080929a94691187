import { z } from 'zod';
import { NOTICE_TOPICS, type NoticeTopic } from '../domain/notice-settings';

/** Which courtesy mails a party wants. */
export const NoticeSettings = z
  .strictObject({
    language: z
      .enum(['ko', 'en'])
      .nullable()
      .openapi({ description: 'Of the mails; null: as the identity provider says' }),
    mails: z.strictObject(
      Object.fromEntries(NOTICE_TOPICS.map((topic) => [topic, z.boolean()])) as Record<
        NoticeTopic,
        z.ZodBoolean
      >,
    ),
  })
  .openapi('NoticeSettings', {
    description:
      'Mails are a courtesy: declining them changes nothing of a procedure, its dates and its proofs',
  });
