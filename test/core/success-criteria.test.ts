import { expect, test } from 'vitest';
import { loadRunbook } from '../../src/cli/runbooks.ts';
import { contentHash } from '../../src/core/hash.ts';
import { hashCriteria } from '../../src/core/success-criteria.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';

const { drill: restore } = readDrill('drills/restore-rds.yaml', {});
const { drill: root } = readDrill('drills/recover-root-lost-mfa.yaml', {});

test('the criteria of a restore are its objectives and checks, as in every journal so far', async () => {
  const { objectives, checks } = restore;
  const hash = hashCriteria(restore, await loadRunbook('restore-rds'));
  expect(hash).toBe(contentHash({ objectives, checks }));
  expect(hashCriteria({ objectives, checks: checks.slice(1) }, {})).not.toBe(hash);
});

test('those of a root recovery cover what its account has to be afterwards', async () => {
  const runbook = await loadRunbook('recover-root-lost-mfa');
  const { required = [], ...rest } = runbook.demands ?? {};
  expect(required).toContain('root-mfa');
  const lower = { demands: { ...rest, required: required.slice(1) } };
  expect(hashCriteria(root, lower)).not.toBe(hashCriteria(root, runbook));
});
