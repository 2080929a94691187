import type PDFDocument from 'pdfkit';

type Document = InstanceType<typeof PDFDocument>;

/** Bytes of CMS that there is room for: a signature and a chain of some certificates (adapters/keys/publish-key.ts). */
export const SEAL_ROOM = 16 * 1024;
/** Stands in the file where its length and the place of the seal are written later: as many digits as any file needs. */
const UNKNOWN = 9_999_999_999;
export const OPEN_RANGE = `/ByteRange [0 ${UNKNOWN} ${UNKNOWN} ${UNKNOWN}]`;

interface Reference {
  end(): void;
}

/** What pdfkit has and its types do not. */
interface Inside {
  ref(data: Record<string, unknown>): Reference;
  _root: { data: { AcroForm: { data: Record<string, unknown> & { Fields: unknown[] } } } };
  page: { annotations: unknown[]; dictionary: unknown };
}

/**
 * An invisible field for one signature over the whole file (ISO 32000-1 §12.8.1, ETSI EN 319 142-1 §5.3), still empty;
 * `adapters/pdf-seal` fills it in. A font must have been set.
 * @param at the claimed instant of the seal (`M`)
 */
export function addSignatureField(document: Document, at: Date): void {
  const inside = document as unknown as Inside;
  const signature = inside.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, UNKNOWN, UNKNOWN, UNKNOWN],
    Contents: Buffer.alloc(SEAL_ROOM),
    M: at,
  });
  signature.end();
  document.initForm();
  const form = inside._root.data.AcroForm.data;
  // PDF/A does not let a reader draw fields anew. SigFlags: there is a signature, and only appending keeps it.
  delete form.NeedAppearances;
  form.SigFlags = 3;
  const field = inside.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: new String('seal'),
    V: signature,
    // Printed and locked; without an extent there is nothing to draw.
    F: 132,
    Rect: [0, 0, 0, 0],
    P: inside.page.dictionary,
  });
  field.end();
  inside.page.annotations.push(field);
  form.Fields.push(field);
}
