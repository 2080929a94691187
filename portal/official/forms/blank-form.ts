/** What a new form begins with: the smallest that can be published. */
export const blankForm = (office: string) => ({
  id: 'new-form',
  office,
  title: { ko: '새 서식', en: 'New form' },
  description: { ko: '무엇을 위한 서식인지 적습니다.', en: 'What the form is for.' },
  legalBasis: { ko: '근거 법령', en: 'Legal basis' },
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      subject: { type: 'string', title: '제목', 'x-title-en': 'Subject', minLength: 1, maxLength: 200 },
    },
    required: ['subject'],
  },
  uiSchema: {},
  period: { duration: 'P7D', rule: 'kr' },
  retention: { class: 'years', years: 3 },
  routing: { kind: 'fixed', office },
  attachments: [],
});
