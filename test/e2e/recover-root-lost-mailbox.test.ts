import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { cliProject } from '../support/cli-project.ts';
import { recorded } from '../support/cli-records.ts';
import { SimulatorWalker } from '../support/simulator-walker.ts';

const project = cliProject();

const MEMBER = '111111111111';
const NEW = 'aws-root-production@shop.example';

/** The record that asks somebody for the nth time. */
function asks(step: string, nth = 1): (record: JournalRecord) => boolean {
  let times = 0;
  return (record) => {
    if (recorded('task.opened', step)(record)) times += 1;
    return times === nth;
  };
}

it('a member gets another address with a code that stands in no file, after a wrong one and a death', async () => {
  const { run, process } = await project.startRun('recover-root-lost-mailbox');
  const person = new SimulatorWalker({
    url: project.sandbox.info.endpointUrl,
    account: MEMBER,
    wait: () => undefined,
  });
  let driving = process;
  const codes: string[] = [];
  /** Answers the nth asking of a step. */
  const say = async (step: string, nth: number, ...value: readonly string[]) => {
    await project.untilRecord(run, asks(step, nth), driving);
    expect(await project.drill('answer', run, step, ...value)).toMatchObject({ code: 0 });
  };
  const giveCode = async (nth: number, code: string) => {
    await project.untilRecord(run, asks('give-code', nth), driving);
    codes.push(code);
    return await project.drillWith(
      `${code}\n`,
      ...['answer', run, 'give-code', '--secret', '--output', 'json'],
    );
  };
  await say('situation', 1, 'left');
  await project.untilRecord(run, asks('agree-to-email'), driving);
  expect(await project.drill('approve', run)).toMatchObject({ code: 0 });

  await say('code-mail', 1, 'arrived');
  await project.untilRecord(run, asks('give-code'), driving);
  codes.push(await person.readEmailCode(NEW));
  for (const words of [['give-code', codes[0] ?? ''], [codes[0] ?? '']]) {
    const refused = await project.drill('answer', run, ...words);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain(`next: drill answer ${run} give-code --secret`);
    expect(refused.stderr).not.toContain(codes[0]);
  }
  const wrong = await giveCode(1, 'WRONG1');
  expect(JSON.parse(wrong.stdout)).toMatchObject({
    command: { type: 'answer', task: 'give-code' },
    accepted: true,
  });
  expect(wrong.stdout).not.toContain('WRONG1');

  await say('code-mail', 2, 'arrived');
  expect((await project.drill('tasks', run)).stdout).not.toContain('WRONG1');
  await project.drill('sandbox', 'fault', 'account:AcceptPrimaryEmailUpdate', 'error-500');
  await giveCode(2, await person.readEmailCode(NEW));
  let refusals = 0;
  await project.untilRecord(
    run,
    (record) => {
      if (recorded('attempt.failed', 'accept-code')(record)) refusals += 1;
      return refusals === 2;
    },
    driving,
  );
  driving.kill('SIGKILL');
  await driving.ended;
  await project.drill('sandbox', 'fault', 'clear');

  driving = project.spawn(['resume', run]);
  await say('code-mail', 3, 'arrived');
  expect(await giveCode(3, await person.readEmailCode(NEW))).toMatchObject({ code: 0 });
  const { code, stdout } = await driving.ended;
  expect(stdout).toContain('verdict: met');
  expect(code).toBe(0);

  expect(await person.email()).toBe(NEW);
  expect(new Set(codes).size).toBe(4);
  expect(await readdir(project.file('reports', run, 'inbox'))).toEqual([]);
  const files = await readdir(project.file('reports', run), { withFileTypes: true });
  for (const file of files.filter((each) => each.isFile())) {
    const text = await readFile(project.file('reports', run, file.name), 'utf8');
    for (const each of codes) expect(text, file.name).not.toContain(each);
  }
  await project.expectSound(run);
  const report = await project.report(run);
  const given = report.tasks.filter(({ step }) => step === 'give-code');
  expect(given.map(({ answers }) => answers)).toMatchObject(
    [1, 2, 3].map(() => [{ kind: 'answer', value: null, who: { via: 'command' } }]),
  );
  await project.drill('sandbox', 'root', MEMBER, 'normal');
});
