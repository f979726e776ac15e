import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyNew } from '../../src/cli/commands/key.ts';
import { writeManifest } from '../../src/cli/evidence/write-manifest.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { fakeIo } from './fake-io.ts';
import { finishedRun } from './finished-run.ts';

/**
 * A finished run of a team that has made keys of these names on this machine. In the place of a report, which takes
 * long to make, lies a page; `seal` writes the manifest, and the signature.
 */
export async function sealedRun(...keys: readonly string[]) {
  const made = await finishedRun();
  const { root, project, folder } = made;
  const own = join(root, '..', 'own');
  const { io, out, err } = fakeIo(root, { env: { KUNREN_KEYS: own } });
  for (const name of keys) await keyNew(io, name, { passphrase: false });
  out.length = 0;
  err.length = 0;
  await writeFile(join(folder, 'report.html'), '<p>What was done, 訓練</p>\n');
  const seal = async () => {
    const state = foldRecords((await readJournal(folder)).records);
    return await writeManifest(io, project, { folder, state, mayAsk: false });
  };
  await seal();
  return { ...made, own, io, out, err, seal };
}
