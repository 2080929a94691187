import { z } from 'zod';
import { route } from '../route';
import * as schema from '../schemas';
import * as survey from '../schemas-survey';

const bySubmission = z.strictObject({ id: schema.uuid });

/** One question after the end, and what the office does about the answers. */
export const surveyRoutes = [
  route({
    method: 'post',
    path: '/v1/submissions/:id/survey',
    operation: 'answerSurvey',
    summary: 'Say once, when the procedure has ended, how the matter was dealt with',
    tag: 'Party',
    permission: 'answer_survey',
    subject: 'submission',
    class: 'create',
    params: bySubmission,
    body: survey.NewSurveyAnswer,
    answers: { 201: { description: 'The answer', schema: survey.SurveyAnswer } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => {
      const answer = await useCases.answerSurvey(actor, identity, { submissionId: params.id, ...body });
      return { status: 201, body: answer };
    },
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/survey/handlings',
    operation: 'handleSurveyAnswer',
    summary: 'Say that what a party wrote there was dealt with',
    tag: 'Official',
    permission: 'handle_survey',
    subject: 'submission',
    class: 'create',
    params: bySubmission,
    body: schema.NoWords,
    answers: { 200: { description: 'The answer', schema: survey.SurveyAnswer } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 200,
      body: await useCases.handleSurveyAnswer(actor, identity, { submissionId: params.id }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/offices/:code/survey-answers',
    operation: 'listSurveyAnswers',
    summary: 'What parties said of an office, the newest first',
    tag: 'Official',
    permission: 'read_survey',
    subject: 'office',
    class: 'read',
    params: z.strictObject({ code: schema.code }),
    query: survey.SurveyQuery,
    answers: { 200: { description: 'A page of answers', schema: survey.SurveyAnswers } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => ({
      status: 200,
      body: await useCases.listSurveyAnswers(actor, { office: params.code, ...query, requestId }),
    }),
  }),
];
