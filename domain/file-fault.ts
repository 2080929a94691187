/**
 * Why a file is not taken although its kind is: what its structure shows. Each is a problem code; the sentence says what
 * its sender can do.
 */
export const FILE_FAULTS = {
  'file.broken':
    'The file is cut off, broken, or written in a way that cannot be checked. Save it anew and send that.',
  'file.encrypted': 'The file is protected by a password. Remove the protection and send it again.',
  'file.expands': 'The file unpacks to far more than it seems to be. Send its parts as files of their own.',
  'file.too_many_pixels': 'The picture is too large in width and height. Make it smaller and send it again.',
  'file.unsafe_names': 'The archive holds names that lead out of it, or links. Pack the files anew.',
  'file.macros': 'The document holds macros or a foreign template. Save it without them, or as PDF.',
  'file.ambiguous': 'The file is of two kinds at once. Save it anew as one of them.',
  'file.too_complex': 'The file takes more time or memory to check than there is for it. Make it simpler.',
} as const satisfies Record<`file.${string}`, string>;

export type FileFault = keyof typeof FILE_FAULTS;
