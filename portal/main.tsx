import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { resume } from './session/sign-in';
import { startWords } from './words';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';

async function start(): Promise<void> {
  await startWords();
  // A sign-in that failed half-way leaves a page for everybody, which says so where it matters.
  const shown = await resume().catch(() => true);
  const root = document.getElementById('root');
  if (!shown || root === null) return;
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();
