import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ExportOptions, exportRun } from '../../../src/cli/commands/export.ts';
import { writeEvidence } from '../../../src/cli/evidence/write-evidence.ts';
import { startOrganization } from '../../sandbox/organization-harness.ts';
import { MANAGEMENT, SANDBOX } from '../../sandbox/organization-server.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { finishedRun } from '../../support/finished-run.ts';
import { readZip } from '../../support/unzip.ts';

/** A project that declares an account of the sandbox's organization as one of AWS. */
async function exporter(account = MANAGEMENT) {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'SANDBOX').stubEnv('AWS_SECRET_ACCESS_KEY', 'sandbox');
  onTestFinished(() => void vi.unstubAllEnvs());
  const harness = await startOrganization();
  const { root, project, run, folder } = await finishedRun();
  const talk = fakeIo(root, { env: { KUNREN_KEYS: join(root, '..', 'own') } });
  await mkdir(project.drills, { recursive: true });
  await writeFile(
    project.environments,
    `archive:
  kind: aws
  region: ap-northeast-1
  account: "${account}"
  endpoint-url: ${harness.url}
`,
  );
  await writeEvidence(talk.io, project, folder);
  const send = async (options: Partial<ExportOptions> = {}) =>
    await exportRun(talk.io, run, {
      to: 's3://kunren-evidence/drills/',
      env: 'archive',
      owner: SANDBOX,
      force: false,
      output: 'json',
      ...options,
    });
  return { ...talk, root, run, harness, send };
}

describe('drill export --to', { timeout: 60_000 }, () => {
  it('puts the package where nobody can delete it, and says who did, where and until when', async () => {
    const { send, out, err, root, run, harness } = await exporter();
    expect(await send({ retain: '30d', mode: 'compliance' })).toBe(0);
    const { kept, file, sha256 } = JSON.parse(out.at(-1) ?? '');
    expect(file).toBeNull();
    expect((await readdir(root)).filter((name) => name.endsWith('.zip'))).toEqual([]);
    expect(kept).toMatchObject({
      uri: expect.stringMatching(/^s3:\/\/kunren-evidence\/drills\/restore-rds-.*\.zip$/),
      owner: SANDBOX,
      by: expect.stringContaining(`::${MANAGEMENT}:`),
      retention: { mode: 'compliance' },
    });
    expect(err.join('\n')).toContain(`a bucket of the account ${SANDBOX}`);
    const [, , Bucket = '', ...key] = kept.uri.split('/');
    const { Body } = await harness.s3().getObject({ Bucket, Key: key.join('/') });
    const zip = Buffer.from((await Body?.transformToByteArray()) ?? []);
    expect((await readZip(zip)).map(({ path }) => path)).toContain(`${run}/journal.ndjson`);
    expect(sha256).toHaveLength(64);
  });

  it('uploads nothing with the credentials of another account than the declared one', async () => {
    const { send, harness } = await exporter(SANDBOX);
    await expect(send()).rejects.toMatchObject({ code: 'ACCOUNT_MISMATCH' });
    const owner = harness.s3(await harness.member(SANDBOX));
    const look = owner.headObject({ Bucket: 'kunren-evidence', Key: 'drills/x' });
    await expect(look).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('takes the account of the environment for the owner where nobody says another', async () => {
    const { send, io, run } = await exporter();
    const options = { to: 's3://kunren-evidence', env: 'archive', force: false } as const;
    await expect(exportRun(io, run, { ...options, output: 'text' })).rejects.toMatchObject({
      code: 'BUCKET_DENIED',
      message: expect.stringContaining(MANAGEMENT),
    });
    await expect(send({ env: 'nowhere' })).rejects.toMatchObject({ code: 'ENVIRONMENT_UNKNOWN' });
  });
});
