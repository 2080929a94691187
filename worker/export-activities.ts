import { Context } from '@temporalio/activity';
import { cleaned } from '../activities';
import { type PackDeps, packExport, removeExport } from '../usecases/pack-export';
import type { ExportActivities } from '../workflows/party-export';

/** The steps of an export, packed by the API's own use cases. */
export function createExportActivities(given: Omit<PackDeps, 'progressed'>): ExportActivities {
  const deps = { ...given, progressed: () => Context.current().heartbeat() };
  return {
    packExport: cleaned((input: { exportId: string }) => packExport(deps, input)),
    removeExport: cleaned((input: { exportId: string }) => removeExport(deps, input)),
  };
}
