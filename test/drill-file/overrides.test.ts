import { describe, expect, test } from 'vitest';
import { issuesIn, parse, VALID } from './support.ts';

describe('--set', () => {
  test('puts values over those of the file', () => {
    const { drill, environment } = parse(VALID, [
      'objectives.rto=2h',
      'parameters.target.subnet-group=other',
      'environment=staging',
      'title=Restore again',
    ]);
    expect(drill.objectives).toEqual({ rtoMs: 7_200_000, rpoMs: 300_000 });
    expect(drill.parameters['target']).toMatchObject({ subnetGroup: 'other' });
    expect(drill.title).toBe('Restore again');
    expect(environment).toBe('staging');
  });

  test('adds what is not in the file, with all that is above it', () => {
    const { drill } = parse(VALID, ['parameters.target.size.storage-gb=20', 'parameters.method=a']);
    expect(drill.parameters).toMatchObject({ target: { size: { storageGb: 20 } }, method: 'a' });
  });

  test('names an item of a list by its id or its index', () => {
    const { checks } = parse(VALID, ['checks.totals.expect={max: 3}', 'checks.0.id=first']).drill;
    expect(checks[3]).toMatchObject({ expect: { max: 3 } });
    expect(checks[0]).toMatchObject({ id: 'first' });
  });

  test('takes any value of YAML, and equals signs in it', () => {
    const { drill } = parse(VALID, ['parameters.list=[a, 1, true]', 'parameters.query="a = b"']);
    expect(drill.parameters).toMatchObject({ list: ['a', 1, true], query: 'a = b' });
  });

  test('the last of two for one path counts', () => {
    expect(parse(VALID, ['objectives.rto=2h', 'objectives.rto=3h']).drill.objectives.rtoMs).toBe(
      10_800_000,
    );
  });

  test('leaves the file as it was', () => {
    expect(parse(VALID, ['objectives.rto=2h']).source.text).toBe(VALID);
  });

  test.each([
    ['objectives.rto=30', 'DURATION_WITHOUT_UNIT', 'Write 30s'],
    ['objectivs.rto=2h', 'KEY_UNKNOWN', 'Did you mean "objectives"?'],
    ['objectives.rt=2h', 'KEY_UNKNOWN', 'Did you mean "rto"?'],
    ['title.text=x', 'OVERRIDE_INVALID', 'title is a value and holds no keys'],
    ['checks.totls.expect=source', 'OVERRIDE_INVALID', 'Its items are: orders, lines'],
    ['checks.9.expect=source', 'OVERRIDE_INVALID', 'has no item "9"'],
    ['objectives.rto', 'OVERRIDE_INVALID', 'not a path with a value'],
    ['=4h', 'OVERRIDE_INVALID', 'not a path with a value'],
    ['objectives..rto=4h', 'OVERRIDE_INVALID', 'not a path with a value'],
    ['objectives.rto=', 'OVERRIDE_INVALID', 'Nothing stands after ='],
    ['title="x', 'OVERRIDE_INVALID', 'not a value in YAML'],
    ['__proto__.x=1', 'OVERRIDE_INVALID', 'not a path with a value'],
  ])('%s is refused, and said to come from there', (override, code, says) => {
    const [issue, ...more] = issuesIn(VALID, [override]);
    expect(issue).toMatchObject({ code, origin: `--set ${override}` });
    expect(`${issue?.message} ${issue?.hint}`).toContain(says);
    expect(more).toEqual([]);
  });
});
