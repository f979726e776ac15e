import { fromPromise, type PromiseActorLogic } from 'xstate';
import type { AnyActivity, HumanTask, Poll } from './activity.ts';
import { KunrenError } from './failure.ts';
import type { TaskOutcome } from './task.ts';

/** Methods are compared loosely, so `never` fits whatever an activity asks for in these places. */
type Looks<Input, Output> = {
  poll(context: never, input: Input, receipt: never): Promise<Poll<Output>>;
};

export type InputOf<A> =
  A extends HumanTask<infer Asked> ? Asked : A extends Looks<infer Input, unknown> ? Input : never;
export type OutputOf<A> =
  A extends HumanTask<never> ? TaskOutcome : A extends Looks<never, infer Output> ? Output : never;

type Actors<A extends { readonly [name: string]: AnyActivity }> = {
  [Name in keyof A]: PromiseActorLogic<OutputOf<A[Name]>, InputOf<A[Name]>>;
};

/**
 * Actor types for xstate's `setup({ actors })`, so that a machine's `input` mappers and `onDone` events are typed.
 * The logic is never run: the engine drives the machine with pure transitions and performs activities itself.
 */
export function activityActors<A extends { readonly [name: string]: AnyActivity }>(
  activities: A,
): Actors<A> {
  const placeholder = fromPromise(() =>
    Promise.reject(
      new KunrenError({
        code: 'RUNBOOK_STARTED_LIVE',
        message: 'A runbook is driven by the engine; it cannot be started as a live actor.',
        class: 'bug',
      }),
    ),
  );
  return Object.fromEntries(
    Object.keys(activities).map((name) => [name, placeholder]),
  ) as unknown as Actors<A>;
}
