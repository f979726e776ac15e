import { expect, it } from 'vitest';
import { cliProject } from '../support/cli-project.ts';

const project = cliProject();

it('a restore whose job AWS aborts ends with the words of AWS, and removes what RDS has begun', async () => {
  const aborted = ['sandbox', 'fault', 'backup:StartRestoreJob', 'aborted'];
  expect(await project.drill(...aborted)).toMatchObject({ code: 0 });
  const after = await project.sandbox.moment();
  const { run, code, stdout, stderr } = await project.run('restore-backup');
  expect(stderr).toMatch(
    /is ABORTED\. AWS says: The restore job was aborted by the service \(RESTORE_JOB_ABORTED\)/,
  );
  expect(stdout).toContain('status: failed');
  expect(stdout).toContain('clean-up: 1 removed, 0 kept, 0 left behind');
  expect(code).toBe(3);
  // The instance carries no tag of the run yet, so it gets one before it is deleted.
  expect(await project.sandbox.effects({ after })).toEqual([
    'backup:StartRestoreJob',
    'rds:AddTagsToResource',
    'rds:DeleteDBInstance',
  ]);
  await project.expectHome();
  await project.expectSound(run);
});
