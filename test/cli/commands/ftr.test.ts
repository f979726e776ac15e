import { describe, expect, test } from 'vitest';
import { type FtrOptions, ftr } from '../../../src/cli/commands/ftr.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { FTR_CLOCK, FtrProject } from '../../support/ftr-project.ts';

async function told(
  project: FtrProject,
  { id, ...options }: Partial<FtrOptions> & { readonly id?: string } = {},
) {
  const { io, out, err } = fakeIo(project.root);
  const code = await ftr(io, id, { output: 'text', check: false, ...options }, FTR_CLOCK);
  return { code, out, err, text: out.join('\n') };
}

interface Told {
  readonly id: string;
  readonly status: string;
  readonly evidence: readonly { readonly run: string; readonly counts: boolean }[];
  readonly next: { readonly command: string | null } | null;
}

async function json(project: FtrProject, options: Partial<FtrOptions> = {}) {
  const { out, err } = await told(project, { ...options, output: 'json' });
  const answer = JSON.parse(out.join('')) as {
    readonly requirements: readonly Told[];
    readonly broken: readonly { readonly run: string; readonly code: string }[];
    readonly accounts: readonly string[];
  };
  const of = (id: string) => answer.requirements.find((one) => one.id === id);
  return { ...answer, of, err };
}

describe('drill ftr', () => {
  test('finds nothing proven in a project as it ships, in any edition', async () => {
    const project = new FtrProject().write('drills/environments.yaml', '');
    for (const edition of ['2021_q4', '2023', '2024', '2026-02']) {
      const { text, code } = await told(project, { edition });
      expect(code).toBe(0);
      expect(text).toMatch(/\n0 proven, 0 attested, 0 not met, 0 not applicable, \d\d unknown/);
      expect(text).toContain('declare an AWS account in drills/environments.yaml');
    }
  });

  test('proves the restore test by a run in AWS, and shows the run that does not count', async () => {
    const project = new FtrProject();
    const real = project.run({ at: '2026-11-10T01:00:00.000Z' });
    const sandbox = project.run({ at: '2026-11-20T01:00:00.000Z', environment: 'sandbox' });
    const { of } = await json(project);
    expect(of('BAR-002')?.status).toBe('proven');
    expect(of('BAR-002')?.evidence).toMatchObject([
      { run: sandbox, counts: false },
      { run: real, counts: true },
    ]);
    expect(of('RES-001')?.status).toBe('proven');
    expect(of('RES-004')?.next?.command).toBe('drill run failover-az --env production --live');
  });

  test('takes a journal that was altered for no evidence, names it, and looks at older runs', async () => {
    const project = new FtrProject();
    const older = project.run({ at: '2026-11-01T01:00:00.000Z' });
    const newer = project.run({ at: '2026-11-10T01:00:00.000Z' });
    project.tamper(newer, '"retryAt"', '"retryBt"');
    const { of, broken } = await json(project);
    expect(broken).toMatchObject([{ run: newer, code: 'JOURNAL_TAMPERED' }]);
    expect(of('BAR-002')?.evidence).toMatchObject([{ run: older, counts: true }]);
    const { text } = await told(project);
    expect(text).toContain(`${newer} is no evidence`);
  });

  test('looks on where the newest run says nothing, and stops where it says that it failed', async () => {
    const project = new FtrProject();
    const met = project.run({ at: '2026-11-01T01:00:00.000Z' });
    project.run({ at: '2026-11-10T01:00:00.000Z', kind: 'unproven' });
    project.run({ at: '2026-11-11T01:00:00.000Z', kind: 'interrupted' });
    expect((await json(project)).of('BAR-002')?.status).toBe('proven');
    const missed = project.run({
      at: '2026-11-12T01:00:00.000Z',
      kind: 'missed',
      drill: { objectives: { rtoMs: 60_000, rpoMs: 300_000 } },
    });
    const { of } = await json(project);
    expect(of('BAR-002')).toMatchObject({
      status: 'not-met',
      next: { command: `drill report ${missed}` },
    });
    expect(of('BAR-002')?.evidence.find(({ run }) => run === met)?.counts).toBe(false);
  });

  test('takes a run of a runbook that has changed since for none', async () => {
    const project = new FtrProject();
    project.run({ runbook: { version: '0.9.0' } });
    const { text } = await told(project, { id: 'BAR-002' });
    const words = text.replace(/\s+/g, ' ');
    expect(words).toContain('its runbook has changed since, from version 0.9.0 to 1.0.0');
  });

  test('fits 80 columns, whatever stands in the files', async () => {
    const project = new FtrProject().write(
      'drills/attestations.yaml',
      `requirements:
  IAM-001:
    met: true
    owner: 基盤チームの担当者
    date: 2026-11-20
    reason: "\\u001b[31m \\u202e 多要素認証を必須としています。例外はなく、四半期ごとに確認しています。"
    evidence: https://wiki.example.com/mfa
`,
    );
    project.run();
    for (const edition of ['2021_q4', '2026-02']) {
      const { out, text } = await told(project, { edition });
      // A letter of Japanese takes two columns.
      const columns = (line: string) => line.replace(/[\u3000-\u9fff\uff00-\uffef]/g, 'xx').length;
      expect(out.filter((line) => columns(line) > 80)).toEqual([]);
      expect(text).not.toMatch(/\p{Cf}/u);
      expect(text).toContain('⟨U+001B⟩');
      expect(text).toContain('✎ attested');
    }
  });

  test('says all of one requirement, and where its wording is from', async () => {
    const { text } = await told(new FtrProject(), { id: 'ARC-002', edition: '2023' });
    expect(text).toContain('(wording not established)');
    expect(text).toContain('What this edition asks here is not established.');
    expect(text).toContain('Service Screener');
  });

  test.each([
    [{ id: 'test_recovery_regularly' }, 'It is what edition 2021_q4 calls BAR-002.'],
    [{ id: 'ARC-003' }, 'Edition 2024 has it.'],
    [{ id: 'BAR-02' }, 'Did you mean BAR-002?'],
    [{ edition: '2022' }, 'There is no edition "2022"'],
  ] as const)('refuses %j', async (options, message) => {
    await expect(told(new FtrProject(), options)).rejects.toThrow(message);
  });

  test('fails a check until all of it is settled', async () => {
    const project = new FtrProject();
    project.run();
    expect((await told(project, { check: true })).code).toBe(1);
    expect((await told(project, { check: true, id: 'BAR-002' })).code).toBe(0);
  });

  test('looks at the accounts that the team names, else at those of its environments', async () => {
    const project = new FtrProject();
    expect((await json(project)).accounts).toEqual(['111122223333']);
    project.run({ kind: 'root', runbook: { id: 'recover-root-lost-mfa' } });
    expect((await json(project)).accounts).toEqual(['111122223333', '444455556666']);
    project.write('drills/attestations.yaml', 'accounts: ["444455556666"]\n');
    const { accounts, of } = await json(project);
    expect(accounts).toEqual(['444455556666']);
    expect(of('ARC-004')?.status).toBe('proven');
  });

  test('leaves out a drill file that is not valid, and says so', async () => {
    const project = new FtrProject().write('drills/broken.yaml', 'title: [');
    project.run();
    const { of, err } = await json(project);
    expect(of('BAR-002')?.status).toBe('proven');
    expect(err.join('\n')).toContain('drills/broken.yaml is left out');
  });
});
