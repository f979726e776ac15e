import { describe, expect, it } from 'vitest';
import { assign, fromPromise, raise, setup } from 'xstate';
import { checkRunbook } from '../../src/core/check-runbook.ts';
import { identifyRunbook } from '../../src/core/identify-runbook.ts';
import { toMermaid } from '../../src/core/to-mermaid.ts';
import { toyRunbook } from '../support/toy-runbook.ts';

describe('a check of a runbook', () => {
  it('finds nothing wrong with a sound one', () => {
    expect(checkRunbook(toyRunbook)).toEqual([]);
  });

  it('finds states that no way leads to, unknown activities and unhandled errors', () => {
    const actors = { 'no.such': fromPromise(async () => undefined) };
    const machine = setup({ actors }).createMachine({
      id: 'bad',
      initial: 'one',
      states: {
        one: { invoke: { src: 'no.such', onDone: 'two' } },
        two: { type: 'final' },
        island: {},
      },
    });
    expect(checkRunbook({ ...toyRunbook, version: 'one', machine, activities: {} })).toEqual([
      'The version "one" is not a semantic version such as 1.0.0.',
      'The state "one" invokes "no.such", which is not among the runbook\'s activities.',
      'The state "one" invokes "no.such" without an id.',
      'The state "one" has no meta.title.',
      'The state "one" does not handle the error of "no.such".',
      'No way leads to the state "island".',
    ]);
  });
});

describe('the identity of a runbook', () => {
  it('changes with its version, its machine and its activities, and with nothing else', () => {
    const { hash } = identifyRunbook(toyRunbook);
    expect(identifyRunbook({ ...toyRunbook }).hash).toBe(hash);
    expect(identifyRunbook({ ...toyRunbook, title: 'Another title' }).hash).toBe(hash);
    expect(identifyRunbook({ ...toyRunbook, version: '1.0.1' }).hash).not.toBe(hash);
    const { 'toy.make': _, ...fewer } = toyRunbook.activities;
    expect(identifyRunbook({ ...toyRunbook, activities: fewer }).hash).not.toBe(hash);
  });

  it('is told by what its actions do, and not by names that a bundler gives', () => {
    const hashWith = (entry: unknown) => {
      const machine = setup({}).createMachine({ context: { n: 0 }, entry: entry as never });
      return identifyRunbook({ ...toyRunbook, machine }).hash;
    };
    const one = () => hashWith(assign({ n: () => 1 }));
    expect(one()).toBe(one());
    expect(hashWith(assign({ n: () => 2 }))).not.toBe(one());
    expect(hashWith(assign({ n: 1 }))).not.toBe(hashWith(assign({ n: 2 })));
    expect(hashWith(raise({ type: 'a' }))).not.toBe(hashWith(raise({ type: 'b' })));
    const named = (name: string) => new Function(`return ${name} + 1`);
    expect(hashWith(named('limit$2'))).toBe(hashWith(named('limit')));
    expect(hashWith(named('limit2'))).not.toBe(hashWith(named('limit')));
  });
});

describe('a Mermaid diagram', () => {
  it('shows states by title, regions side by side, and how each way is taken', () => {
    const diagram = toMermaid(toyRunbook.machine);
    expect(diagram).toContain('state "Make the left one" as making_left_busy');
    expect(diagram).toContain('--');
    expect(diagram).toContain('settling --> ended : after settle');
    expect(diagram).toContain('checking --> failed : fails');
    expect(diagram).toContain('ended --> [*]');
  });
});
