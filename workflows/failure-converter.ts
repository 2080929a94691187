import { DefaultFailureConverter } from '@temporalio/common';

/** Message and stack of an error travel as a payload of their own, so that the codec encrypts them like any other. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
