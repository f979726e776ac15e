import { assign } from 'xstate';
import type { activities, InputOf, MilestoneId, Translations } from '../../src/index.ts';
import { base, onError } from '../root-recovery/base.ts';
import { postureInput } from '../root-recovery/context.ts';

interface Look {
  /** Stable; it stands in journals. */
  readonly id: string;
  readonly title: string;
  readonly titles: Translations;
  readonly parts: NonNullable<InputOf<(typeof activities)['account.snapshot-posture']>['parts']>;
  /** Ids of the findings that people were asked to put right. */
  readonly findings: readonly string[];
  /** Where it goes on while one of them fails; what fails is told there. */
  readonly again: string;
  readonly next: string;
  /** Reached once none of them fails. */
  readonly marks?: readonly MilestoneId[];
}

/** A look at the account after people's work. What it may not see nobody is asked for again; the proof tells. */
export function look({ id, title, titles, parts, findings, again, next, marks = [] }: Look) {
  return base.createStateConfig({
    meta: { title, titles },
    invoke: {
      id,
      src: 'account.snapshot-posture',
      input: ({ context }) => ({ ...postureInput(context), label: 'during', parts }),
      onDone: [
        {
          guard: ({ event }) => findings.some((one) => event.output.failing.includes(one)),
          target: again,
          actions: assign({
            failing: ({ event }) => findings.filter((one) => event.output.failing.includes(one)),
          }),
        },
        {
          target: next,
          actions: [
            assign({ failing: [] }),
            ...marks.map((mark) => ({ type: 'milestone' as const, params: { id: mark } })),
          ],
        },
      ],
      onError,
    },
  });
}
