import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exportFtr, type FtrExportOptions } from '../../../src/cli/commands/ftr-export.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { FTR_CLOCK, FtrProject } from '../../support/ftr-project.ts';
import { readWorkbook } from '../../support/read-workbook.ts';

const ATTESTATIONS = `requirements:
  IAM-001:
    met: true
    owner: "=cmd|' /C calc'!A0"
    date: 2026-11-20
    reason: '=HYPERLINK("https://example.com") <script>alert(1)</script> \`|'
    evidence: https://wiki.example.com/mfa
  IAM-003:
    met: true
    owner: Security lead
    date: 2025-10-01
    reason: constructor
    evidence: https://wiki.example.com/passwords
backup-exclusions:
  - what: cache-1
    owner: Product owner
    date: 2026-10-01
    reason: It can be built again from the orders.
`;

async function exported(project: FtrProject, options: FtrExportOptions = {}) {
  const { io, out } = fakeIo(project.root);
  await exportFtr(io, options, FTR_CLOCK);
  const read = (kind: string) =>
    readFileSync(project.file(out.find((path) => path.endsWith(kind)) ?? ''));
  const workbook = await readWorkbook(read('.xlsx'));
  const rows = (sheet: string) => workbook.sheets.get(sheet)?.rows ?? [];
  return {
    out,
    workbook,
    rows,
    row: (sheet: string, first: string) => rows(sheet).find(([cell]) => cell?.startsWith(first)),
    html: read('.html').toString(),
    md: read('.md').toString(),
    json: JSON.parse(read('.json').toString()),
  };
}

describe('drill ftr export', () => {
  test('writes four files beside reports/, named after the edition and the language', async () => {
    const project = new FtrProject();
    const { out } = await exported(project, { edition: '2021_q4' });
    expect(out).toEqual(
      ['xlsx', 'html', 'md', 'json'].map((kind) => `ftr/2026-11-30/ftr-2021_q4.en.${kind}`),
    );
    expect(existsSync(project.file('reports', 'index.html'))).toBe(false);
  });

  test('answers the form with RPO, RTO, the last resilience test and its report', async () => {
    const project = new FtrProject();
    const run = project.run({ at: '2026-11-10T01:00:00.000Z' });
    const { row } = await exported(project);
    const answer = (id: string) => row('Self-assessment', id)?.slice(2, 5);
    expect(answer('RES-001')).toEqual([
      'Yes',
      'RPO 5 min (restore-rds)',
      'drills/restore-rds.yaml',
    ]);
    expect(answer('RES-002')).toEqual(['Yes', 'RTO 4 h (restore-rds)', 'drills/restore-rds.yaml']);
    expect(answer('BAR-002')?.[0]).toBe('Yes');
    expect(answer('BAR-002')?.[1]).toContain(`reports/${run}/report.html`);
    expect(answer('RES-004')?.[0]).toBe('Not determined');
    expect(answer('RES-004')?.[1]).toMatch(
      /^Last resilience test: 2026-11-10\nReport restore-rds-/,
    );
    expect(row('Self-assessment', 'RES-004')?.[5]).toContain('drill run failover-az');
  });

  test('counts nothing from the sandbox, from an old run or from one without an end, and shows why', async () => {
    const project = new FtrProject();
    const sandbox = project.run({ at: '2026-11-20T01:00:00.000Z', environment: 'sandbox' });
    const old = project.run({ at: '2025-10-01T01:00:00.000Z' });
    const open = project.run({ at: '2026-11-21T01:00:00.000Z', kind: 'interrupted' });
    const { row, rows, html, md, json } = await exported(project);
    expect(row('Self-assessment', 'BAR-002')?.slice(2, 5)).toEqual(['Not determined', '', '']);
    expect(rows('Self-assessment').map((cells) => cells[2])).not.toContain('Not applicable');
    expect(row('Runs', sandbox)?.slice(8)).toEqual([
      '',
      'BAR-001, BAR-002, RES-004: a run in the sandbox is never evidence',
    ]);
    expect(row('Runs', old)?.[9]).toContain('BAR-002, RES-004: older than 12 months');
    expect(row('Runs', open)?.[9]).toContain('it has no end');
    expect(row('Runs', old)?.slice(1, 8)).toEqual([
      '2025-10-01',
      'restore-rds',
      'production-rehearsal',
      'rehearsal',
      'passed',
      '31 min 35 s of 1 h, met',
      '2.1 s of 5 min, met',
    ]);
    for (const run of [sandbox, old, open]) expect(md).toContain(run);
    const linked = [...html.matchAll(/<a href="..\/..\/reports\/([^/]+)\/report.html">/g)];
    expect(linked.map(([, run]) => run)).toEqual([sandbox, old]);
    expect(json.runs.every((run: { counts: string[] }) => !run.counts.includes('BAR-002'))).toBe(
      true,
    );
  });

  test('holds text alone: no formula, whatever somebody is called', async () => {
    const project = new FtrProject().write('drills/attestations.yaml', ATTESTATIONS);
    const { workbook, row, html, md } = await exported(project);
    for (const [name, { xml }] of workbook.sheets) {
      expect(xml, name).not.toContain('<f');
      expect([...xml.matchAll(/<c [^>]*>(?=<v>)/g)].every(([cell]) => cell.includes('t="s"'))).toBe(
        true,
      );
    }
    const word = row('Attestations and exclusions', 'IAM-001');
    expect(word?.[2]).toBe("=cmd|' /C calc'!A0");
    expect(word?.[4]).toContain('<script>alert(1)</script>');
    // Of the type Text, so that it stays text when somebody edits it.
    expect(workbook.parts.get('xl/styles.xml')).toContain('formatCode="@"');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
    expect(md).not.toContain('<script>');
  });

  test('lists who stands for what, and what has expired', async () => {
    const project = new FtrProject().write('drills/attestations.yaml', ATTESTATIONS);
    const { row, json } = await exported(project);
    const sheet = 'Attestations and exclusions';
    expect(row(sheet, 'IAM-003')).toEqual([
      'IAM-003',
      'Yes',
      'Security lead',
      '2025-10-01',
      'constructor ',
      'https://wiki.example.com/passwords',
      '2026-10-01',
      'expired',
    ]);
    expect(row(sheet, 'cache-1')?.slice(1, 4)).toEqual([
      'Not backed up',
      'Product owner',
      '2026-10-01',
    ]);
    expect(row('Self-assessment', 'IAM-003')?.[2]).toBe('Not determined');
    expect(json.statements).toHaveLength(3);
  });

  test('has a frozen head, widths, wrapped lines and pages as wide as all columns', async () => {
    const { workbook } = await exported(new FtrProject());
    expect([...workbook.sheets.keys()]).toEqual([
      'Self-assessment',
      'Runs',
      'Attestations and exclusions',
      'How it was decided',
      'About',
    ]);
    const { xml = '' } = workbook.sheets.get('Self-assessment') ?? {};
    expect(xml).toContain('state="frozen"');
    expect(xml).toContain('<col min="2" max="2" width="46" customWidth="1"/>');
    expect(xml).toContain('fitToWidth="1" fitToHeight="0"');
    expect(xml).toContain('orientation="landscape"');
    expect(workbook.parts.get('xl/styles.xml')).toContain('wrapText="1"');
    expect(workbook.parts.get('xl/workbook.xml')).toContain("'Self-assessment'!$1:$1");
  });

  test('says beside a requirement that its wording is inferred or not established', async () => {
    const { rows } = await exported(new FtrProject(), { edition: '2023' });
    const asked = (id: string) => rows('Self-assessment').find(([cell]) => cell === id)?.[1];
    expect(asked('BAR-002')).toMatch(/ \(inferred\)$/);
    expect(asked('ARC-002')).toBe('(wording not established)');
  });

  test('speaks Japanese when asked', async () => {
    const project = new FtrProject();
    project.run();
    const { row, html, md, out } = await exported(project, { lang: 'ja' });
    expect(out[0]).toBe('ftr/2026-11-30/ftr-2026-02.ja.xlsx');
    expect(row('自己評価', 'BAR-002')?.[2]).toBe('はい');
    expect(row('自己評価', 'RES-002')?.[3]).toBe('RTO：4時間（restore-rds）');
    expect(row('自己評価', 'HOST-001')?.[1]).toMatch(/（推定）$/);
    expect(html).toContain('<html lang="ja">');
    expect(md).toContain('## 判定の根拠');
  });

  test('speaks the language that all drills report in', async () => {
    const project = new FtrProject();
    for (const name of readdirSync(project.file('drills')).filter((one) => one.endsWith('.yaml'))) {
      if (name !== 'restore-rds.yaml') rmSync(project.file('drills', name));
    }
    const drill = readFileSync(project.file('drills/restore-rds.yaml'), 'utf8');
    project.write('drills/restore-rds.yaml', `${drill}\nreport:\n  lang: ja\n`);
    expect((await exported(project)).out[0]).toContain('.ja.xlsx');
    project.write('drills/other.yaml', drill.replace('name: restore-rds', 'name: other'));
    expect((await exported(project)).out[0]).toContain('.en.xlsx');
  });
});
