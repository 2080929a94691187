import { createBudget } from './budget.mjs';
import { Fault } from './fault.mjs';
import { checkHwp } from './hwp.mjs';
import { checkJpeg } from './jpeg.mjs';
import { requireOneKind } from './one-kind.mjs';
import { checkPdf } from './pdf.mjs';
import { checkPng } from './png.mjs';
import { checkTiff } from './tiff.mjs';
import { checkZip } from './zip.mjs';

/** @returns what is wrong with a file of this kind, null where nothing is */
export async function checkStructure(bytes, mediaType) {
  try {
    await check(bytes, mediaType);
    return null;
  } catch (error) {
    // What a parser cannot follow to its end is broken, whichever way it says so.
    return error instanceof Fault ? error.fault : 'file.broken';
  }
}

async function check(bytes, mediaType) {
  const budget = createBudget();
  if (/[+/]zip$|openxmlformats|opendocument/.test(mediaType)) return checkZip(bytes, budget);
  requireOneKind(bytes, mediaType);
  if (mediaType === 'application/pdf') return checkPdf(bytes, budget);
  if (mediaType === 'application/x-hwp') return checkHwp(bytes, budget);
  if (mediaType === 'image/png') return checkPng(bytes, budget);
  if (mediaType === 'image/jpeg') return checkJpeg(bytes);
  if (mediaType === 'image/tiff') return checkTiff(bytes);
}
