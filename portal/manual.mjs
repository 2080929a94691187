// `npm run manual [-- FOLDER]`: the manuals that the portal shows as its help, each audience and language one HTML file to
// print or to hand out, in manuals/ where nothing else is said. Plain Node: they are made of the same files.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDER = process.argv[2] ?? join(HERE, '..', 'manuals');

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `
  body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1e2124;
    font: 1rem/1.7 "Noto Sans KR", "Malgun Gothic", NanumGothic, system-ui, sans-serif; word-break: keep-all; }
  h1 { font-size: 1.7rem; }
  h2 { font-size: 1.25rem; margin-top: 2rem; break-after: avoid; }
  section { break-inside: avoid; }
  .note { padding: 0.5rem 0.9rem; background: #f4f5f6; }
  @page { margin: 20mm; }
  @media print { body { margin: 0; max-width: none; } nav { break-after: page; } a { color: inherit; } }`;

const CONTENTS = { ko: '차례', en: 'Contents' };

function pageOf(manual, language) {
  const say = (words) => escaped(words[language]);
  const topics = manual.topics.map(
    ({ id, title, lead, steps, notes }) => `<section id="${id}">
<h2>${say(title)}</h2>
<p>${say(lead)}</p>
<ol>
${steps.map((step) => `<li>${say(step)}</li>`).join('\n')}
</ol>
${notes.map((note) => `<p class="note">${say(note)}</p>`).join('\n')}
</section>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${say(manual.title)} · Gongmun</title>
<style>${STYLE}
</style>
</head>
<body>
<main>
<h1>${say(manual.title)}</h1>
<p>${say(manual.lead)}</p>
<nav aria-label="${CONTENTS[language]}">
<h2>${CONTENTS[language]}</h2>
<ol>
${manual.topics.map(({ id, title }) => `<li><a href="#${id}">${say(title)}</a></li>`).join('\n')}
</ol>
</nav>
${topics.join('\n')}
</main>
</body>
</html>
`;
}

mkdirSync(FOLDER, { recursive: true });
for (const name of readdirSync(join(HERE, 'help')).filter((file) => file.endsWith('.json'))) {
  const manual = JSON.parse(readFileSync(join(HERE, 'help', name), 'utf8'));
  for (const language of ['ko', 'en']) {
    const path = join(FOLDER, `${name.replace('.json', '')}.${language}.html`);
    writeFileSync(path, pageOf(manual, language));
    process.stdout.write(`${path}\n`);
  }
}
