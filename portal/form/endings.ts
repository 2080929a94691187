/** How files are told apart by people: by their endings. */
const ENDINGS: Record<string, string> = {
  'application/pdf': 'PDF',
  'application/x-hwp': 'HWP',
  'application/hwp+zip': 'HWPX',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/vnd.oasis.opendocument.text': 'ODT',
  'application/vnd.oasis.opendocument.spreadsheet': 'ODS',
  'application/zip': 'ZIP',
  'image/png': 'PNG',
  'image/jpeg': 'JPG',
  'image/tiff': 'TIFF',
  'text/plain': 'TXT',
};

export const endingsOf = (types: string[]): string => types.map((type) => ENDINGS[type] ?? type).join(', ');
