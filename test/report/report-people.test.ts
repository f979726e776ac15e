import { describe, expect, test } from 'vitest';
import { buildReport } from '../../src/report/report-model.ts';
import { reportTexts } from '../support/report-texts.ts';
import { sampleRun } from '../support/sample-run.ts';

const ROOT = sampleRun('root', { environment: 'aws' });
const { people, missing } = buildReport(ROOT);

const deeds = (name: string) =>
  people.participants
    .find((one) => one.name === name)
    ?.acted.flatMap(({ did }) => did.map(({ what, role, times }) => `${what} ${role} ${times}`));

describe('who took part in a run', () => {
  test('are those whom the drill names, in its order, and then whoever else has acted', () => {
    expect(people.participants.map(({ name, declared }) => `${name}: ${declared}`)).toEqual([
      'Commander of the week: true',
      'Security lead: true',
      'Mail desk: true',
      'Auditor: true',
      'guest: false',
    ]);
    expect(people.anybody).toBe(false);
  });

  test('did what they did in the role of the task, which need not be theirs', () => {
    expect(deeds('Commander of the week')).toEqual([
      'started null 1',
      'answered incident-commander 1',
      'answered operator 2',
    ]);
    expect(deeds('Security lead')).toEqual(['approved approver 1']);
    expect(deeds('Auditor')).toEqual([]);
  });

  test('are known by an ARN or by a user of a machine, from when to when', () => {
    expect(people.participants[1]?.acted).toMatchObject([
      {
        identity: 'aws',
        arn: 'arn:aws:sts::111122223333:assumed-role/security/lead',
        hosts: ['sec-02'],
        firstAt: '2026-11-24T01:17:38.080Z',
        lastAt: '2026-11-24T01:17:38.080Z',
      },
    ]);
    expect(people.participants[0]?.acted).toMatchObject([{ identity: 'os', hosts: ['ops-01'] }]);
  });

  test('are called undeclared where the drill names others, with what was refused to them', () => {
    expect(deeds('guest')).toEqual(['refused null 1', 'noted null 1']);
    for (const [name, text] of reportTexts(ROOT)) {
      if (name === 'report.json') continue;
      expect(text).toContain('Acted in this run, and the drill does not name them: guest.');
      expect(text).toContain('not declared');
    }
  });

  test('have agreed to what they approved, and to nothing else', () => {
    expect(people.approvals).toMatchObject([
      {
        step: 'approve',
        who: { name: 'security/lead', identity: 'aws' },
        comment: 'ticket SEC-41',
      },
    ]);
  });

  test('are no longer missing where they are known', () => {
    const fields = missing.map(({ field }) => field);
    expect(fields).not.toContain('participants');
    expect(fields).not.toContain('approver');
    expect(fields).toEqual(expect.arrayContaining(['signOff', 'cost']));
  });
});

test('of a drill that names nobody only those are known who acted, and no role', () => {
  const report = buildReport(sampleRun('met', { environment: 'aws' }));
  expect(report.people).toMatchObject({
    anybody: true,
    participants: [{ name: 'ops', declared: false, roles: [] }],
    approvals: [],
  });
  expect(report.missing.map(({ field }) => field)).toEqual(
    expect.arrayContaining(['participants', 'approver']),
  );
  const md = reportTexts(sampleRun('met', { environment: 'aws' })).get('report.md');
  expect(md).toContain('The drill declares nobody, so anybody could act in any role.');
  expect(md).not.toContain('**not declared**');
});
