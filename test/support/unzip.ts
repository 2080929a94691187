import { execFileSync } from 'node:child_process';

/** The entries of a zip, taken out by another program than ours. */
export function unzip(bytes: Buffer): Record<string, Buffer> {
  const script = `import sys, io, json, base64, zipfile
z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert z.testzip() is None
print(json.dumps({n: base64.b64encode(z.read(n)).decode() for n in z.namelist()}))`;
  const out = execFileSync('python3', ['-c', script], { input: bytes, maxBuffer: 1 << 28 });
  const entries = Object.entries(JSON.parse(out.toString()) as Record<string, string>);
  return Object.fromEntries(entries.map(([name, data]) => [name, Buffer.from(data, 'base64')]));
}
