import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportRun } from '../../../src/cli/commands/export.ts';
import { keyNew } from '../../../src/cli/commands/key.ts';
import { signOff } from '../../../src/cli/commands/sign-off.ts';
import { verify } from '../../../src/cli/commands/verify.ts';
import { writeEvidence } from '../../../src/cli/evidence/write-evidence.ts';
import { foldRecords } from '../../../src/core/fold-record.ts';
import { reportId } from '../../../src/core/report-id.ts';
import { readJournal } from '../../../src/journal/read-journal.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { type FinishedRunOptions, finishedRun, SCREEN } from '../../support/finished-run.ts';
import { readZip, unzipInto } from '../../support/unzip.ts';

const SIGNED_BY_THE_TEAM = `sandbox:
  kind: sandbox
  region: ap-northeast-1
  account: "000000000000"
  sign-with: evidence
`;

/** A finished run whose evidence is signed, in a project, and who exports it. */
async function exported(options: FinishedRunOptions = {}) {
  const made = await finishedRun(options);
  const { root, project, run, folder } = made;
  const talk = fakeIo(root, { env: { KUNREN_KEYS: join(root, '..', 'own') } });
  await keyNew(talk.io, 'evidence', { passphrase: false });
  await writeEvidence(talk.io, project, folder);
  talk.out.length = 0;
  talk.err.length = 0;
  const out = join(root, 'evidence.zip');
  const pack = async (more: { force?: boolean; out?: string } = {}) =>
    await exportRun(talk.io, run, { out, force: false, output: 'text', ...more });
  return { ...made, ...talk, file: out, pack };
}

/** A reviewer's machine: a folder that is in no project. */
async function elsewhere() {
  const folder = await mkdtemp(join(tmpdir(), 'kunren-review-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { folder, ...fakeIo(folder) };
}

describe('an exported run', { timeout: 60_000 }, () => {
  it('verifies where there is neither project nor network, by the key that is in it', async () => {
    const { pack, file, run, io, project, folder: own } = await exported();
    const { lastHash } = foldRecords((await readJournal(own)).records);
    await keyNew(io, 'aiko', { passphrase: false });
    await writeFile(project.environments, SIGNED_BY_THE_TEAM);
    const confirm = reportId({ run, lastHash });
    await signOff(io, run, {
      decision: 'accept',
      role: 'CTO',
      name: 'Aiko',
      key: 'aiko',
      confirm,
      output: 'text',
    });
    expect(await pack()).toBe(0);
    const { folder, io: there, out } = await elsewhere();
    await unzipInto(await readFile(file), folder);
    const keys = await readdir(join(folder, `${run}.keys`));
    expect(keys).toHaveLength(2);
    for (const name of [`./${run}`, run, '.', folder]) {
      expect(await verify(there, name, { output: 'text' }), name).toBe(0);
    }
    const about = await readFile(join(folder, `${run}.txt`), 'utf8');
    const [key = ''] = /--key (\S+)/.exec(about)?.slice(1) ?? [];
    expect(about).toContain('signs the sign-off of Aiko (CTO)');
    out.length = 0;
    expect(await verify(there, `./${run}`, { output: 'text', key: join(folder, key) })).toBe(0);
    expect(out.join('\n')).toMatch(/ok +signature +valid, by the key/);
  });

  it('verifies no longer where one byte of it is another', async () => {
    const { pack, file, run } = await exported();
    await pack();
    const files = await readZip(await readFile(file));
    const inside = files.filter(({ path }) => path.startsWith(`${run}/`));
    expect(inside.length).toBeGreaterThan(6);
    for (const { path, content } of inside.filter(({ content }) => content.length > 0)) {
      const { folder, io } = await elsewhere();
      await unzipInto(await readFile(file), folder);
      const spoilt = Buffer.from(content);
      const middle = spoilt.length >> 1;
      spoilt[middle] = (spoilt[middle] ?? 0) ^ 1;
      await writeFile(join(folder, path), spoilt);
      expect(await verify(io, `./${run}`, { output: 'json' }), path).toBe(3);
    }
  });

  it.each(['settings.new', 'report.html', '.report-x', 'a b.txt', '-rf'])(
    'has the file %s that somebody gave',
    async (name) => {
      const given = { type: 'note', text: 'See the file.', file: { ...SCREEN, name } } as const;
      const { pack, file, run } = await exported({ given });
      expect(await pack()).toBe(0);
      const { folder, io } = await elsewhere();
      await unzipInto(await readFile(file), folder);
      expect(await readdir(join(folder, run, 'files'))).toEqual([
        `${SCREEN.sha256.slice(0, 12)}-${name}`,
      ]);
      expect(await verify(io, `./${run}`, { output: 'json' })).toBe(0);
    },
  );

  it('is the same bytes whenever and wherever it is made', async () => {
    const { pack, file, out } = await exported();
    await pack();
    const first = await readFile(file);
    expect(out.join('\n')).toContain(createHash('sha256').update(first).digest('hex'));
    const zone = process.env['TZ'];
    onTestFinished(() => {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    });
    for (const other of ['America/Los_Angeles', 'Asia/Tokyo']) {
      process.env['TZ'] = other;
      await pack({ force: true });
      expect((await readFile(file)).equals(first)).toBe(true);
    }
    const paths = (await readZip(first)).map(({ path }) => path);
    expect(paths).toEqual([...paths].sort());
  });

  it('of AWS says nothing of a sandbox', async () => {
    const { pack, file, run, err } = await exported({ environment: 'aws' });
    await pack();
    const files = await readZip(await readFile(file));
    const about = files.find(({ path }) => path === `${run}.txt`)?.content.toString();
    expect(about).toMatch(/^Record of the recovery drill/);
    expect(err).toEqual([]);
  });

  it('says loudly where it is no evidence', async () => {
    const { pack, run, root, err, io } = await exported();
    await exportRun(io, run, { force: false, output: 'text' });
    const [name] = (await readdir(root)).filter((one) => one.endsWith('.zip'));
    expect(name).toMatch(/\.not-evidence\.zip$/);
    expect(err.join('\n')).toContain('NOT EVIDENCE');
    await pack();
    const files = await readZip(await readFile(join(root, 'evidence.zip')));
    const about = files.find(({ path }) => path === `${run}.txt`)?.content.toString();
    expect(about?.split('\n')[0]).toMatch(/^NOT EVIDENCE/);
  });
});

describe('drill export', { timeout: 60_000 }, () => {
  it('exports nothing that does not verify, and says what to do', async () => {
    const { pack, folder, root } = await exported();
    await appendFile(join(folder, 'report.md'), '\n');
    await expect(pack()).rejects.toMatchObject({
      code: 'EVIDENCE_UNVERIFIED',
      failure: { class: 'safety' },
    });
    expect((await readdir(root)).filter((name) => name.includes('zip'))).toEqual([]);
  });

  it('exports nothing that has no manifest', async () => {
    const { pack, folder } = await exported();
    await rm(join(folder, 'manifest.json'));
    await rm(join(folder, 'manifest.sig.json'));
    await expect(pack()).rejects.toMatchObject({ code: 'MANIFEST_MISSING' });
  });

  it('puts nothing among the evidence, where it would be a file too many', async () => {
    const { pack, folder, run, io } = await exported();
    await expect(pack({ out: join(folder, 'for reviewer.zip') })).rejects.toMatchObject({
      code: 'COPY_AMONG_EVIDENCE',
    });
    const inside = fakeIo(folder).io;
    await expect(exportRun(inside, run, { force: false, output: 'text' })).rejects.toMatchObject({
      code: 'COPY_AMONG_EVIDENCE',
    });
    expect(await verify(io, run, { output: 'text' })).toBe(0);
    expect(await pack({ out: join(folder, '..', 'for reviewer.zip') })).toBe(0);
  });

  it('writes over nothing without being told to', async () => {
    const { pack, file } = await exported();
    await writeFile(file, 'the budget');
    await expect(pack()).rejects.toMatchObject({ code: 'FILE_DIFFERS' });
    expect(await readFile(file, 'utf8')).toBe('the budget');
    expect(await pack({ force: true })).toBe(0);
    expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK');
    expect(await pack()).toBe(0);
  });

  it('leaves no part of a file where it cannot write', async () => {
    const { pack, root } = await exported();
    const out = join(root, 'taken');
    await mkdir(out);
    const before = await readdir(root);
    await expect(pack({ out })).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    await expect(pack({ out: join(root, 'no', 'folder.zip') })).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
    expect(await readdir(root)).toEqual(before);
  });
});
