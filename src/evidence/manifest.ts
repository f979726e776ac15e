import { hash } from 'node:crypto';
import { z } from 'zod';

/** Name of the manifest inside a run's folder. */
export const MANIFEST_FILE = 'manifest.json';

/** The version of the manifest's form; a newer one is read as far as files and signature go. */
export const MANIFEST_FORMAT = 1;

const digits = z.string().regex(/^[0-9a-f]{64}$/);

const file = z.strictObject({
  path: z.string().refine(staysInside),
  bytes: z.int().nonnegative(),
  sha256: digits,
});

const signing = z.strictObject({
  keyId: digits,
  algorithm: z.enum(['ed25519', 'ecdsa-p256-sha256']),
  at: z.iso.datetime({ precision: 3 }),
});

const manifest = z.strictObject({
  format: z.literal(MANIFEST_FORMAT),
  run: z.string(),
  report: z.string(),
  tool: z.string(),
  runbook: z.strictObject({ id: z.string(), version: z.string(), hash: z.string() }),
  journal: z.strictObject({ records: z.int().positive(), head: digits }),
  environment: z.strictObject({
    name: z.string(),
    kind: z.enum(['sandbox', 'aws']),
    account: z.string(),
  }),
  evidence: z.boolean(),
  signing: signing.nullable(),
  verify: z.string(),
  files: z.array(file),
});

/** What a run's folder holds, file by file, and what it is the record of. */
export type Manifest = z.infer<typeof manifest>;

/** One file of the folder. Its path has `/` between names. */
export type ManifestFile = z.infer<typeof file>;

/**
 * The bytes of a manifest: always the same for the same manifest, one line for each file, and last the SHA-256 of all
 * the lines before, so that an accident shows without a signature too.
 */
export function manifestText(of: Manifest): string {
  const { files: _last, ...head } = manifest.shape;
  const lines = [
    '{',
    ...(Object.keys(head) as (keyof typeof head)[]).map(
      (key) => `  "${key}": ${JSON.stringify(of[key])},`,
    ),
    '  "files": [',
    of.files.map((one) => `    ${JSON.stringify(one)}`).join(',\n'),
    '  ],',
  ];
  const covered = lines.map((line) => `${line}\n`).join('');
  return `${covered}  "sha256": "${hash('sha256', covered)}"\n}\n`;
}

/** What the bytes of a manifest say, or why they are none. */
export type ReadManifest =
  | { readonly state: 'read'; readonly manifest: Manifest }
  /** Of a later version of this tool; its files can be compared all the same. */
  | { readonly state: 'newer'; readonly format: number; readonly files: readonly ManifestFile[] }
  | { readonly state: 'malformed'; readonly why: string };

/** Reads a manifest strictly: whatever it would not have been written as is malformed. */
export function readManifest(text: string): ReadManifest {
  const [, covered = '', seal] = SEALED.exec(text) ?? [];
  if (hash('sha256', covered) !== seal) {
    return { state: 'malformed', why: 'its own bytes are not as they were written' };
  }
  const raw = parsed(text);
  if (raw === undefined) return { state: 'malformed', why: 'it is not JSON' };
  const newer = newerForm.safeParse(raw);
  if (newer.success) return { state: 'newer', ...newer.data };
  const { sha256: _seal, ...rest } = raw;
  const read = manifest.safeParse(rest);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') || 'its keys';
    return { state: 'malformed', why: `${where} is not as in a manifest` };
  }
  if (manifestText(read.data) !== text) {
    return { state: 'malformed', why: 'it is not written as a manifest is' };
  }
  return { state: 'read', manifest: read.data };
}

/** In every format. */
const SEALED = /^(.*\n) {2}"sha256": "([0-9a-f]{64})"\n\}\n$/s;

const newerForm = z.object({
  format: z.int().gt(MANIFEST_FORMAT),
  files: z.array(z.object(file.shape)),
});

function parsed(text: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function staysInside(path: string): boolean {
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}
