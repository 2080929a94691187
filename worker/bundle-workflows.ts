import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { converterPaths } from '../adapters/payload-codec';

/**
 * Workflow code is bundled once per process; the bundle holds `workflows/` and `domain/` only.
 * @param workflowsPath another copy of the code, as another release would have it
 */
export function bundleWorkflows(workflowsPath = require.resolve('../workflows')): Promise<{ code: string }> {
  return bundle(workflowsPath, [], new DefaultLogger('WARN'));
}

/**
 * The workflow's code with what tells the auditor its decisions.
 * @param workflowsPath another copy of the code, for whoever asks what it would have done
 */
export function bundleForReplay(workflowsPath = require.resolve('../workflows')): Promise<{ code: string }> {
  return bundle(
    workflowsPath,
    [require.resolve('../workflows/decision-witness')],
    new DefaultLogger('ERROR'),
  );
}

const bundle = (workflowsPath: string, interceptors: string[], logger: DefaultLogger) =>
  bundleWorkflowCode({
    workflowsPath,
    ...converterPaths,
    workflowInterceptorModules: [require.resolve('../workflows/trace-context'), ...interceptors],
    logger,
  });
