import express from 'express';
import { readConfig } from '../config';
import { openDatabase } from '../db/knex';

/** What acceptance is compared with: Express, one knex insert, one commit, on the product's own pool settings. */
async function main(): Promise<void> {
  const config = readConfig();
  const db = openDatabase(config.database);
  await db.raw(
    'CREATE TABLE IF NOT EXISTS bare_inserts (id uuid PRIMARY KEY, at timestamptz NOT NULL, body jsonb NOT NULL)',
  );
  const app = express();
  app.use(express.json());
  app.get('/healthz', (_req, res) => void res.end());
  app.post('/insert', async (req, res) => {
    await db('bare_inserts').insert({
      id: crypto.randomUUID(),
      at: new Date(),
      body: JSON.stringify(req.body),
    });
    res.status(201).json({ ok: true });
  });
  app.listen(config.port, '127.0.0.1');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
