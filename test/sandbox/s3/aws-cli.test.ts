import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { awsCli, awsCliError, hasAwsCli } from '../../support/aws-cli.ts';
import { startOrganization } from '../organization-harness.ts';

test.runIf(hasAwsCli)('the AWS CLI puts an object, reads it, and cannot delete it', async () => {
  const harness = await startOrganization();
  const folder = await mkdtemp(join(tmpdir(), 'kunren-s3-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const from = join(folder, 'here');
  const to = join(folder, 'there');
  await writeFile(from, 'what was done');
  const s3 = (operation: string, ...words: string[]) =>
    awsCli(
      harness.url,
      's3api',
      operation,
      '--bucket=kunren-evidence',
      '--key=drills/run.txt',
      ...words,
    );
  const { VersionId } = (await s3('put-object', '--body', from)) as { VersionId: string };
  expect(await s3('head-object')).toMatchObject({ VersionId, ObjectLockMode: 'GOVERNANCE' });
  await s3('get-object', to);
  expect(await readFile(to, 'utf8')).toBe('what was done');
  expect(await s3('get-object-retention')).toMatchObject({ Retention: { Mode: 'GOVERNANCE' } });
  expect(await awsCliError(s3('delete-object', '--version-id', VersionId))).toContain(
    'AccessDenied',
  );
});
