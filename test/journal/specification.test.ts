import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foldRecords } from '../../src/core/fold-record.ts';
import { readJournal, verifyJournal } from '../../src/journal/read-journal.ts';
import { tempFolder } from './support.ts';

const root = join(import.meta.dirname, '..', '..');
const specification = readFileSync(join(root, 'JOURNAL.md'), 'utf8');
const fixture = join(import.meta.dirname, 'fixtures', 'format-1');
const text = readFileSync(join(fixture, 'journal.ndjson'), 'utf8');
const HEAD = '8e97d3abfff7204335fa001876a8153afe207fd62ff634b75e3851f168a9ba8c';

function samples(language: string): readonly string[] {
  const blocks = specification.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].filter((block) => block[1] === language).map((block) => block[2] ?? '');
}

/** A folder with a journal of this text; where the samples of the specification run. */
function folderOf(journal: string): string {
  const folder = join(tempFolder(), 'run');
  mkdirSync(folder);
  writeFileSync(join(folder, 'journal.ndjson'), journal);
  return folder;
}

function run(command: string, args: readonly string[], folder: string) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

// A shell starts three programs for each line.
const short = `${text.split('\n').slice(0, 12).join('\n')}\n`;
const shortHead = short.slice(-67, -3);
const edited = short.replace('"data":{"entered"', '"data":{"Entered"');

describe('the samples in JOURNAL.md', () => {
  const [oneLine = '', chain = ''] = samples('sh');
  const [node = ''] = samples('js');

  it('compute the hash of one line with standard tools', () => {
    const { stdout } = run('sh', ['-c', oneLine], folderOf(text));
    const [computed, written] = stdout.split('\n').map((line) => line.slice(0, 64));
    expect(computed).toMatch(/^[0-9a-f]{64}$/);
    expect(written).toBe(computed);
  });

  it('verify a whole journal in a shell, and find the bad line', () => {
    expect(run('sh', ['-c', chain], folderOf(short)).stdout).toBe(
      `12 records, head ${shortHead}\n`,
    );
    const bad = run('sh', ['-c', chain], folderOf(edited));
    expect(bad).toMatchObject({ status: 1, stdout: 'line 2 is bad\n' });
  });

  it('verify a whole journal in Node, and find the bad line', () => {
    const args = ['--input-type=module', '-e', node];
    expect(run(process.execPath, args, folderOf(text)).stdout).toBe(`head ${HEAD}\n`);
    const bad = run(process.execPath, args, folderOf(edited));
    expect(bad.status).toBe(1);
    expect(bad.stderr).toContain('line 2 is bad');
  });
});

describe('a journal of format 1', () => {
  it('can be read for ever', async () => {
    expect(await verifyJournal(fixture)).toEqual({
      intact: true,
      records: 208,
      head: HEAD,
      tornBytes: 0,
    });
    const { records } = await readJournal(fixture);
    expect(foldRecords(records)).toMatchObject({
      phase: 'finished',
      status: 'completed',
      verdict: { verdict: 'met' },
    });
  });

  it('has no type of record that the specification does not describe', () => {
    const types = new Set(text.match(/(?<="type":")[a-z]+\.[a-z-]+(?=","data")/g));
    expect(types.size).toBeGreaterThan(10);
    for (const type of types) expect(specification).toContain(`| \`${type}\` |`);
  });
});

describe('JOURNAL.md', () => {
  it('describes every type of record, and no other', () => {
    const source = readFileSync(join(root, 'src', 'core', 'record.ts'), 'utf8');
    const declared = source.matchAll(/\bR<\s*'([a-z-]+\.[a-z-]+)'/g);
    const described = specification.matchAll(/^\| `([a-z-]+\.[a-z-]+)` \|/gm);
    const names = (matches: Iterable<RegExpMatchArray>) => [...matches].map((match) => match[1]);
    const files = ['journal.ndjson', 'journal.lock'];
    expect(
      names(described)
        .filter((name) => !files.includes(name ?? ''))
        .sort(),
    ).toEqual(names(declared).sort());
  });
});
