import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { converterPaths } from '../adapters/payload-codec';

/**
 * The workflow's code with what tells the auditor its decisions.
 * @param workflowsPath another copy of the code, for whoever asks what it would have done
 */
export function bundleForReplay(workflowsPath = require.resolve('../workflows')): Promise<{ code: string }> {
  return bundleWorkflowCode({
    workflowsPath,
    ...converterPaths,
    workflowInterceptorModules: [
      require.resolve('../workflows/trace-context'),
      require.resolve('../workflows/decision-witness'),
    ],
    logger: new DefaultLogger('ERROR'),
  });
}
