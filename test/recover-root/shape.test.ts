import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadRunbook } from '../../src/cli/runbooks.ts';
import { checkRunbook } from '../../src/core/check-runbook.ts';
import { allStates } from '../../src/core/declare-steps.ts';
import type { Drill } from '../../src/core/drill.ts';
import { ROLES } from '../../src/core/people.ts';
import type { Runbook } from '../../src/core/runbook.ts';
import { tabletopRunbook } from '../../src/core/tabletop.ts';
import type { TaskPrompt } from '../../src/core/task.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { explore } from '../support/explore-runbook.ts';
import { Walk } from '../support/walk-runbook.ts';

// What holds for every root recovery, on all of its ways, without an engine and without a cloud.

const MOST_CHARACTERS = 300;

const LIVE = {
  run: 'recover-root-1',
  environment: 'aws',
  region: 'ap-northeast-1',
  accountId: '000000000000',
  openedAt: '2026-11-24T01:00:00.000Z',
  live: true,
} as const;
const SANDBOX = { ...LIVE, environment: 'sandbox', live: false } as const;

/** As long as they are in large companies. */
const TOLD = {
  email: 'aws-root+payments-production@cloud.subsidiary.example.com',
  name: 'payments-production-ap-northeast-1',
};
const ACCOUNTS = {
  management: { ...TOLD, kind: 'management', isOwn: true, isCentral: false },
  'central member': { ...TOLD, kind: 'member', isOwn: false, isCentral: true },
  'other member': { ...TOLD, kind: 'member', isOwn: false, isCentral: false },
  standalone: { email: null, name: null, kind: 'standalone', isOwn: true, isCentral: false },
} as const;

const RUNBOOKS = readdirSync('runbooks').filter((id) => id.startsWith('recover-root-'));
const DRILLS = readdirSync('drills')
  .filter((file) => file.startsWith('recover-root-'))
  .map((file) => readDrill(`drills/${file}`, {}).drill);

interface Asked {
  readonly step: string;
  readonly prompt: TaskPrompt;
  readonly walk: Walk;
}

/** Every place of every way at which somebody is asked; also where a step has failed before. */
function allAsked(runbook: Runbook, drill: Drill): Asked[] {
  const asked: Asked[] = [];
  for (const account of Object.values(ACCOUNTS)) {
    explore(Walk.begin(runbook, drill, LIVE).to('account').done(account), {
      codes: ['SOME_FAILURE'],
      events: [],
      visit: (walk) => {
        for (const { activity, name, input } of walk.allRunning) {
          const definition = runbook.activities[name];
          if (definition?.kind !== 'human') continue;
          asked.push({ step: activity, prompt: definition.prompt(input), walk });
        }
      },
    });
  }
  return asked;
}

test('every runbook has a drill, and every drill its runbook', () => {
  expect([...new Set(DRILLS.map(({ runbook }) => runbook))].sort()).toEqual(RUNBOOKS);
});

describe.each(DRILLS.map((drill) => [drill.name, drill] as const))('%s', (_, drill) => {
  const load = () => loadRunbook(drill.runbook);

  test('has a sound runbook that says what a live run changes', async () => {
    const runbook = await load();
    expect(checkRunbook(runbook)).toEqual([]);
    expect(runbook.production?.isChangedBy(drill)).toBe(true);
    expect(runbook.production?.consequence).toMatch(/^[A-Z].*\.$/);
  });

  test('asks for one short action, of a role, and says what comes next', async () => {
    const asked = allAsked(await load(), drill);
    expect(asked.length).toBeGreaterThan(0);
    const wrong = asked.filter(
      ({ prompt: { action, role, next = '' } }) =>
        action.length > MOST_CHARACTERS || !/[.]$/.test(action) || !ROLES[role] || next === '',
    );
    expect(wrong.map(({ step, prompt }) => [step, prompt.action.length, prompt])).toEqual([]);
  });

  test('leads on with every answer, and has no way that no answer leads', async () => {
    for (const { step, prompt, walk } of allAsked(await load(), drill)) {
      if (prompt.answer.kind !== 'choice') continue;
      const places = prompt.answer.choices.map(({ value }) => {
        const next = walk.fork().turnTo(step).done({ value });
        const isOver = next.snapshot.status === 'done';
        expect([step, value, isOver || next.allRunning.length > 0]).toEqual([step, value, true]);
        // Two answers may lead to one place, and say different things of the account.
        const { attested = [] } = next.snapshot.context as {
          readonly attested?: readonly unknown[];
        };
        return JSON.stringify([next.snapshot.value, next.failure?.code, attested]);
      });
      const count = new Set(places).size;
      expect([step, count, count >= waysOf(walk, step)]).toEqual([step, count, true]);
    }
  });

  test.each([SANDBOX, LIVE])('can be planned to its end: $environment', async (names) => {
    const plan = await planRun({ runbook: await load(), drill, names });
    expect(plan.failure).toBeUndefined();
    expect(plan.steps.map(({ id }) => id)).toContain('posture-after');
    expect(plan.steps.some(({ id }) => id === 'trouble')).toBe(
      names === SANDBOX && drill.scenario.root !== undefined,
    );
  });

  test('can be talked through to its end, whatever is answered', async () => {
    const runbook = tabletopRunbook(await load(), SANDBOX);
    const plan = await planRun({ runbook, drill, names: SANDBOX });
    expect(plan.failure).toBeUndefined();
    expect(new Set(plan.steps.map(({ how }) => how))).toEqual(new Set(['asked']));
    const ends = new Set<unknown>();
    explore(Walk.begin(runbook, drill, SANDBOX), {
      codes: [],
      events: [],
      visit: ({ snapshot, at, allRunning }) => {
        if (snapshot.status === 'done') ends.add(at);
        else expect([at, allRunning.length]).not.toEqual([at, 0]);
      },
    });
    expect(ends).toContain('recovered');
  });
});

/** How many ways the machine has from this step. */
function waysOf({ runbook: { machine } }: Walk, step: string): number {
  const done = `xstate.done.actor.${step}`;
  return allStates(machine).flatMap(({ transitions }) => transitions.get(done) ?? []).length;
}
