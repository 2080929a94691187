/**
 * What an attachment may be, by its content. HWP 5 is an OLE compound file with an `HWP Document File` header, HWPX a
 * zip whose first entry `mimetype` holds `application/hwp+zip` (KS X 6101).
 */
export const attachmentTypes = [
  'application/pdf',
  'application/x-hwp',
  'application/hwp+zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/zip',
  'image/png',
  'image/jpeg',
  'image/tiff',
  'text/plain',
] as const;
