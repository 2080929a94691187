import type { RouteObject } from 'react-router';

/** The pages of officials; each is a piece of its own, loaded when it is opened. */
export const officialRoutes: RouteObject[] = [
  { path: 'desk', lazy: async () => ({ Component: (await import('./desk')).Desk }) },
  { path: 'desk/:id', lazy: async () => ({ Component: (await import('./submission')).SubmissionPage }) },
  { path: 'outgoing', lazy: async () => ({ Component: (await import('./outgoing/list')).Outgoing }) },
  { path: 'outgoing/new', lazy: async () => ({ Component: (await import('./outgoing/draft')).NewDraft }) },
  {
    path: 'outgoing/:id',
    lazy: async () => ({ Component: (await import('./outgoing/document')).OutgoingDocument }),
  },
  {
    path: 'outgoing/:id/edit',
    lazy: async () => ({ Component: (await import('./outgoing/draft')).EditDraft }),
  },
  {
    path: 'office/calendar',
    lazy: async () => ({ Component: (await import('./office/calendar')).CalendarPage }),
  },
  { path: 'office/ladder', lazy: async () => ({ Component: (await import('./office/ladder')).LadderPage }) },
  { path: 'office/away', lazy: async () => ({ Component: (await import('./office/away')).AwayPage }) },
  { path: 'office/forms', lazy: async () => ({ Component: (await import('./forms/list')).FormsPage }) },
  {
    path: 'office/forms/:form',
    lazy: async () => ({ Component: (await import('./forms/editor')).FormEditor }),
  },
  {
    path: 'office/statistics',
    lazy: async () => ({ Component: (await import('./office/statistics')).StatisticsPage }),
  },
  { path: 'office/survey', lazy: async () => ({ Component: (await import('./office/survey')).SurveyPage }) },
];
