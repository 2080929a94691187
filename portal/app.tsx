import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createBrowserRouter, type RouteObject, RouterProvider } from 'react-router';
import { Refused } from './api/problem';
import { officialRoutes } from './official/routes';
import { Home } from './pages/home';
import { Shell } from './parts/shell';
import { Crashed, NotFound } from './parts/states';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      retry: (count, error) => count < 2 && !(error instanceof Refused && error.problem.status < 500),
    },
    mutations: { networkMode: 'always' },
  },
});

/** Each page is a piece of its own, loaded when it is opened. */
const routes: RouteObject[] = [
  {
    path: '/',
    Component: Shell,
    ErrorBoundary: Crashed,
    HydrateFallback: () => null,
    children: [
      { index: true, Component: Home },
      {
        path: 'forms/:form',
        lazy: async () => ({ Component: (await import('./pages/form-page')).FormPage }),
      },
      {
        path: 'forms/:form/fill',
        lazy: async () => ({ Component: (await import('./pages/fill-form')).FillForm }),
      },
      {
        path: 'forms/:form/check',
        lazy: async () => ({ Component: (await import('./pages/check-form')).CheckForm }),
      },
      {
        path: 'offices/:office/letter',
        lazy: async () => ({ Component: (await import('./pages/write-letter')).WriteLetter }),
      },
      {
        path: 'documents',
        lazy: async () => ({ Component: (await import('./pages/documents')).Documents }),
      },
      {
        path: 'documents/:id',
        lazy: async () => ({ Component: (await import('./pages/document')).DocumentPage }),
      },
      {
        path: 'documents/:id/received',
        lazy: async () => ({ Component: (await import('./pages/received')).Received }),
      },
      {
        path: 'documents/:id/supplement',
        lazy: async () => ({ Component: (await import('./pages/supplement')).SupplementPage }),
      },
      { path: 'drafts', lazy: async () => ({ Component: (await import('./pages/drafts')).Drafts }) },
      { path: 'drafts/:id', lazy: async () => ({ Component: (await import('./pages/draft')).GoOn }) },
      { path: 'mailbox', lazy: async () => ({ Component: (await import('./pages/mailbox')).Mailbox }) },
      { path: 'mailbox/:id', lazy: async () => ({ Component: (await import('./pages/mail')).MailPage }) },
      {
        path: 'mailbox/:id/reply',
        lazy: async () => ({ Component: (await import('./pages/reply-to-mail')).ReplyToMail }),
      },
      {
        path: 'account',
        lazy: async () => ({ Component: (await import('./party/account')).Account }),
      },
      {
        path: 'organisations',
        lazy: async () => ({ Component: (await import('./party/organisations')).Organisations }),
      },
      {
        path: 'organisations/:number',
        lazy: async () => ({ Component: (await import('./party/organisation')).OrganisationPage }),
      },
      {
        path: 'organisations/:number/webhooks',
        lazy: async () => ({ Component: (await import('./party/webhooks')).WebhooksPage }),
      },
      {
        path: 'webhooks/:id',
        lazy: async () => ({ Component: (await import('./party/webhook-deliveries')).WebhookDeliveries }),
      },
      {
        path: 'authorisations',
        lazy: async () => ({ Component: (await import('./party/authorisations')).Authorisations }),
      },
      {
        path: 'batches',
        lazy: async () => ({ Component: (await import('./party/batches')).Batches }),
      },
      {
        path: 'exports',
        lazy: async () => ({ Component: (await import('./party/exports')).Exports }),
      },
      {
        path: 'settings',
        lazy: async () => ({ Component: (await import('./party/settings')).Settings }),
      },
      { path: 'track', lazy: async () => ({ Component: (await import('./pages/track')).Track }) },
      {
        path: 'receipts/:digest',
        lazy: async () => ({ Component: (await import('./pages/printed-receipt')).PrintedReceipt }),
      },
      { path: 'verify', lazy: async () => ({ Component: (await import('./pages/verify')).Verify }) },
      ...officialRoutes,
      { path: 'audit', lazy: async () => ({ Component: (await import('./auditor/search')).AuditSearch }) },
      { path: 'audit/:id', lazy: async () => ({ Component: (await import('./auditor/case')).AuditCase }) },
      {
        path: 'audit/registers',
        lazy: async () => ({ Component: (await import('./auditor/registers')).Registers }),
      },
      {
        path: 'audit/registers/:office/:year',
        lazy: async () => ({ Component: (await import('./auditor/registers')).RegisterPage }),
      },
      { path: 'audit/runs', lazy: async () => ({ Component: (await import('./auditor/runs')).AuditRuns }) },
      {
        path: 'audit/runs/:run',
        lazy: async () => ({ Component: (await import('./auditor/runs')).AuditRunPage }),
      },
      {
        path: 'operations',
        lazy: async () => ({ Component: (await import('./operator/operations')).Operations }),
      },
      {
        path: 'help/:audience',
        lazy: async () => ({ Component: (await import('./help/manual-page')).ManualPage }),
      },
      { path: '*', Component: NotFound },
    ],
  },
];

export function App() {
  // It reads the address, which is that of a page only once a sign-in has arrived.
  const [router] = useState(() => createBrowserRouter(routes));
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
