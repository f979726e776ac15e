import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyNew } from '../../../src/cli/commands/key.ts';
import { type SignOffOptions, signOff } from '../../../src/cli/commands/sign-off.ts';
import { checkEvidence } from '../../../src/cli/evidence/check-evidence.ts';
import { knownKeys } from '../../../src/cli/evidence/known-keys.ts';
import { writeEvidence } from '../../../src/cli/evidence/write-evidence.ts';
import { systemClock } from '../../../src/cli/system-clock.ts';
import { foldRecords } from '../../../src/core/fold-record.ts';
import type { RecordBody } from '../../../src/core/record.ts';
import { reportId } from '../../../src/core/report-id.ts';
import { openJournal } from '../../../src/journal/open-journal.ts';
import { readJournal } from '../../../src/journal/read-journal.ts';
import { isOnPath } from '../../support/command-on-path.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { finishedRun } from '../../support/finished-run.ts';

/** A finished run, and somebody who signs it off without a terminal. */
async function signer() {
  const made = await finishedRun();
  const { root, run, folder } = made;
  const talk = fakeIo(root, { env: { KUNREN_KEYS: join(root, '..', 'own') } });
  const state = async () => foldRecords((await readJournal(folder)).records);
  const sign = async (options: Partial<SignOffOptions> = {}) =>
    await signOff(talk.io, run, {
      decision: 'accept',
      role: 'approver',
      confirm: reportId(await state()),
      output: 'text',
      ...options,
    });
  const check = async () => await checkEvidence(folder, await knownKeys(talk.io));
  return { ...made, ...talk, state, sign, check };
}

describe('drill report sign-off', { timeout: 60_000 }, () => {
  it('writes into the record who stands for it, and makes report and manifest anew', async () => {
    const { sign, state, check, out } = await signer();
    const { lastHash } = await state();
    expect(await sign({ name: 'Aiko', role: 'CTO' })).toBe(0);
    expect((await state()).signOffs).toMatchObject([
      { name: 'Aiko', role: 'CTO', decision: 'accepted', head: lastHash, by: { identity: 'os' } },
    ]);
    expect(out.join('\n')).toContain('Aiko (CTO), accepted');
    expect(await check()).toMatchObject({
      good: true,
      manifest: { state: 'same' },
      signOffs: [{ name: 'Aiko', by: { state: 'none' } }],
    });
  });

  it('takes nothing without a person who confirms it', async () => {
    const { sign, state } = await signer();
    const { confirm: _, ...rest } = { confirm: undefined, decision: 'accept' as const };
    const before = await state();
    await expect(sign({ confirm: 'another/report' })).rejects.toMatchObject({
      code: 'SIGN_OFF_NOT_CONFIRMED',
    });
    await sign();
    // What it was given for is not the newest report any more.
    await expect(sign({ ...rest, confirm: reportId(before) })).rejects.toMatchObject({
      code: 'SIGN_OFF_NOT_CONFIRMED',
    });
    expect((await state()).signOffs).toHaveLength(1);
  });

  it('is taken of no report that is not what the journal gives', async () => {
    const { sign, state, folder, io, project } = await signer();
    await writeEvidence(io, project, folder);
    const page = join(folder, 'report.html');
    await writeFile(page, (await readFile(page, 'utf8')).replace('met', 'Met'));
    await expect(sign()).rejects.toMatchObject({
      code: 'EVIDENCE_UNVERIFIED',
      failure: { class: 'safety' },
    });
    expect((await state()).signOffs).toEqual([]);
    await writeEvidence(io, project, folder);
    expect(await sign()).toBe(0);
    expect(await sign({ name: 'Bo' })).toBe(0);
  });

  it.each([
    ['reject', 'Whoever rejects'],
    ['accept-with-conditions', 'Whoever accepts with conditions'],
  ] as const)('asks for a reason to %s', async (decision, message) => {
    const { sign } = await signer();
    await expect(sign({ decision })).rejects.toThrow(message);
  });

  it.each([[{ comment: 'password: hunter2hunter2' }], [{ name: 'Aiko\u202e' }], [{ role: ' ' }]])(
    'refuses a text that does not belong into a record: %j',
    async (options) => {
      const { sign, state } = await signer();
      await expect(sign(options)).rejects.toMatchObject({ code: 'TEXT_REFUSED' });
      expect((await state()).signOffs).toEqual([]);
    },
  );

  it('is signed by a key of the person, over all that they say', async () => {
    const { io, sign, state, check, folder } = await signer();
    await keyNew(io, 'aiko', { passphrase: false });
    await sign({ key: 'aiko', decision: 'reject', comment: 'The window was wrong.' });
    const [given] = (await state()).signOffs;
    expect((await check()).signOffs).toMatchObject([{ by: { state: 'known', name: 'aiko' } }]);
    expect((await checkEvidence(folder, { keys: [], only: false })).signOffs).toMatchObject([
      { by: { state: 'unknown', keyId: given?.signature?.keyId } },
    ]);
  });
});

it.runIf(isOnPath('openssl'))(
  'the signature of a person is checked by hand',
  async () => {
    const { io, sign, folder } = await signer();
    await keyNew(io, 'aiko', { passphrase: false });
    await sign({ key: 'aiko', name: '訓練 "A"', comment: 'C:\\temp,"signature":{ is no end' });
    const guide = await readFile('docs/verification.md', 'utf8');
    const script = [...guide.matchAll(/```sh\n(.*?)```/gs)].at(-1)?.[1] ?? '';
    const said = execFileSync('sh', ['-c', script], { cwd: folder }).toString();
    expect(said).toContain('Signature Verified Successfully');
  },
  60_000,
);

describe('a sign-off that somebody has put into a journal', { timeout: 60_000 }, () => {
  async function forged(change: (data: { decision: string; head: string }) => object) {
    const made = await signer();
    const { io, sign, state, check, folder } = made;
    await keyNew(io, 'aiko', { passphrase: false });
    await sign({ key: 'aiko', decision: 'reject', comment: 'The window was wrong.' });
    const [given] = (await state()).signOffs;
    if (!given) throw new Error('it was signed');
    const { at: _, ...data } = given;
    const journal = await openJournal({
      folder,
      clock: systemClock,
      redact: (value) => value,
      holder: { pid: process.pid, host: 'test-host' },
      expect: 'existing',
    });
    const head = journal.records.at(-1)?.hash ?? '';
    const body = { type: 'run.signed-off', data: change({ ...data, head }) } as RecordBody;
    journal.append(body);
    await journal.durable();
    await journal.close();
    return (await check()).signOffs.at(-1)?.by;
  }

  it('with a signature of other words is none', async () => {
    expect(await forged((data) => ({ ...data, decision: 'accepted' }))).toMatchObject({
      state: 'invalid',
      why: 'it was not made over this sign-off by this key',
    });
  });

  it('of another record is none', async () => {
    expect(await forged((data) => ({ ...data, head: '0'.repeat(64) }))).toMatchObject({
      state: 'invalid',
      why: 'it was given of another record',
    });
  });
});
