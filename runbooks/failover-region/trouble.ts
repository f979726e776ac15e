import type { Failure } from '../../src/index.ts';
import { base } from './base.ts';
import { everybody, oldPrimary, ownerAccess, replicaOf } from './instances.ts';
import { pointTo } from './traffic.ts';

/** A failover that is stuck half-way: what is true is found out, then a person decides. */
export const trouble = base.createStateConfig({
  id: 'trouble',
  initial: 'surveying',
  states: {
    surveying: {
      meta: { title: 'Find out what is true now: who takes writes, who follows whom' },
      invoke: {
        id: 'survey-trouble',
        src: 'rds.survey-failover',
        input: ({ context }) => ({ instances: everybody(context) }),
        onDone: 'deciding',
        onError: 'deciding',
      },
    },
    deciding: {
      meta: {
        title: 'A step failed half-way. What now?',
        choices: [
          { event: 'go-on', label: 'Go on: take the step again' },
          { event: 'roll-back', label: 'Roll back: writes return to the old primary' },
          { event: 'stop', label: 'Stop: leave everything as it is' },
        ],
      },
      on: {
        'go-on': { target: '#again', actions: 'forgetFailure' },
        'roll-back': '#rollback',
        stop: '#stopped',
      },
      after: { decideWithin: '#stopped' },
    },
  },
});

const noted = {
  type: 'noteFailure',
  params: ({ event }: { event: { error: unknown } }) => ({ failure: event.error as Failure }),
} as const;

/** Writes and traffic return to the old primary. What was written elsewhere meanwhile stays there. */
export const rollback = base.createStateConfig({
  id: 'rollback',
  initial: 'choosing',
  states: {
    choosing: {
      always: [{ guard: 'isPromoted', target: 'fencingNew' }, { target: 'opening' }],
    },
    fencingNew: {
      meta: { title: 'Roll back: stop writes to what was promoted' },
      invoke: {
        id: 'fence-promoted',
        src: 'sql.fence-writes',
        input: ({ context }) => ({
          primary: replicaOf(context),
          replica: oldPrimary(context),
          access: ownerAccess(context, context.promoted),
        }),
        onDone: 'opening',
        onError: { target: '#trouble', actions: noted },
      },
    },
    opening: {
      meta: { title: 'Roll back: the old primary takes writes' },
      invoke: {
        id: 'reopen',
        src: 'sql.lift-fence',
        input: ({ context }) => ({ access: ownerAccess(context, context.primary) }),
        onDone: [{ guard: 'isPointed', target: 'pointing' }, { target: 'surveying' }],
        onError: { target: '#trouble', actions: noted },
      },
    },
    pointing: {
      meta: { title: 'Roll back: take the edit of the record back (control plane)' },
      invoke: {
        id: 'point-rollback',
        src: 'route53.point-record',
        input: ({ context }) => pointTo(context, 'primary'),
        onDone: 'surveying',
        onError: { target: '#trouble', actions: noted },
      },
    },
    surveying: {
      meta: { title: 'Roll back: find out what is true now' },
      invoke: {
        id: 'survey-rollback',
        src: 'rds.survey-failover',
        input: ({ context }) => ({ instances: everybody(context) }),
        onDone: '#failed',
        onError: '#failed',
      },
    },
  },
});
