import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPython, type Python } from '../support/find-python';

// The verifier in Python is tested in its own tongue, on files made there, so that it shares nothing with what it is
// compared with. Each test here is one class of test_verify.py.
const CLASSES = {
  Json: 'files are exactly the canonical form of their content, within the limits',
  Keys: 'only trusted keys of the right purpose make a file genuine',
  Receipts: 'a receipt is genuine with each rule kept and with none broken',
  Log: 'proofs and checkpoints hold for trees of many sizes and for nothing else',
  ReceiptBundles: 'a receipt bundle is a receipt, its proof, its keys and its content',
  Pdfs: 'a PDF is one seal over the whole file and one receipt inside',
  Bundles: 'a submission bundle holds what its manifest names and all of it fits together',
  Mutations: 'no changed file is genuine',
  Hostile: 'time is bounded for files made to take long',
  Program: 'the program says what is proved and exits 0, 1 or 2',
};

const run = promisify(execFile);
let python: Python;

beforeAll(() => {
  python = findPython();
}, 400_000);

test.each(Object.entries(CLASSES))(
  'The verifier in Python, %s: %s',
  async (name) => {
    const program = join(__dirname, 'test_verify.py');
    const ended = await run(python.command, ['-B', program, name], {
      env: { ...process.env, ...python.env },
      timeout: 280_000,
      maxBuffer: 64 * 1024 * 1024,
    }).catch((error: Error & { stderr?: string }) => ({ stderr: `${error.stderr || error.message}` }));
    const said = ended.stderr.slice(-6000);
    expect(said).toMatch(/Ran [1-9]\d* tests? in [\d.]+s\n\nOK\n$/);
  },
  300_000,
);
