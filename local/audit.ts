import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { environment } from './environment';
import { dataFolder, readRunning } from './running';

/** `npm run audit -- …`: of the installation that the environment names, else of the embedded default that runs here. */
function audit(): number {
  const program = ['--import', 'tsx', join(__dirname, '../worker/audit.ts'), ...process.argv.slice(2)];
  const env = process.env.DATABASE_URL === undefined ? embedded() : process.env;
  return spawnSync(process.execPath, program, { env, stdio: 'inherit' }).status ?? 2;
}

function embedded(): NodeJS.ProcessEnv {
  const data = dataFolder();
  const { api, databaseUrl, temporalAddress, temporalUi, issuer } = readRunning(data);
  const parts = { databaseUrl, temporalAddress, temporalUi, issuer, smtpUrl: 'smtp://127.0.0.1:1' };
  return environment({ data, apiPort: Number(new URL(api).port), metricsPort: 0, ...parts });
}

try {
  process.exitCode = audit();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
