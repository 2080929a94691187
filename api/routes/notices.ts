import { route } from '../route';
import * as schema from '../schemas-notices';

const path = '/v1/notification-settings';
const tag = 'Party';

/** Which mails a person wants, and in which language. */
export const noticeRoutes = [
  route({
    method: 'get',
    path,
    operation: 'readNoticeSettings',
    summary: 'Which mails I get, and in which language',
    tag,
    permission: 'keep_notice_settings',
    subject: 'own',
    class: 'read',
    answers: { 200: { description: 'The settings', schema: schema.NoticeSettings } },
    handle: async ({ useCases, actor }) => ({
      status: 200,
      body: await useCases.readNoticeSettings(actor),
    }),
  }),
  route({
    method: 'post',
    path,
    operation: 'setNoticeSettings',
    summary: 'Choose which mails I get from now on; they are a courtesy and have no legal effect',
    tag,
    permission: 'keep_notice_settings',
    subject: 'own',
    class: 'create',
    body: schema.NoticeSettings,
    answers: { 201: { description: 'Recorded', schema: schema.NoticeSettings } },
    handle: async ({ useCases, actor, identity, body }) => ({
      status: 201,
      body: await useCases.setNoticeSettings(actor, identity, body),
      headers: { Location: path },
    }),
  }),
];
