import { assign } from 'xstate';
import { base, onTrouble } from './base.ts';
import { keepFirst } from './context.ts';
import { promote } from './failover.ts';
import { everybody, namedPrimary, oldPrimary, ownerAccess, replicaOf } from './instances.ts';
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
        onDone: 'asking',
        onError: 'asking',
      },
    },
    asking: {
      always: [{ guard: 'isBehind', target: 'decidingLoss' }, { target: 'deciding' }],
    },
    decidingLoss: {
      meta: {
        title: 'The replica does not have every write, or nobody knows. What now?',
        choices: [
          { event: 'look-again', label: 'Look again: ask for the figures anew' },
          { event: 'accept-loss', label: 'Promote it all the same: what it lacks may be lost' },
          { event: 'roll-back', label: 'Roll back: writes return to the old primary' },
          { event: 'stop', label: 'Stop: nothing more is promoted or moved' },
        ],
      },
      on: {
        'look-again': { target: '#again', actions: 'forgetFailure' },
        'accept-loss': { ...promote, actions: ['forgetFailure', promote.actions] },
        'roll-back': '#rollback',
        stop: '#stopped',
      },
      after: { decideWithin: '#stopped' },
    },
    deciding: {
      meta: {
        title: 'A step failed half-way. What now?',
        choices: [
          { event: 'go-on', label: 'Go on: take the step again' },
          { event: 'roll-back', label: 'Roll back: writes return to the old primary' },
          { event: 'stop', label: 'Stop: nothing more is promoted or moved' },
        ],
      },
      on: {
        'go-on': [
          { guard: 'isRollingBack', target: '#rollbackAgain', actions: 'forgetFailure' },
          { target: '#again', actions: 'forgetFailure' },
        ],
        'roll-back': '#rollback',
        stop: '#stopped',
      },
      after: { decideWithin: '#stopped' },
    },
  },
});

/** A failback that is stuck: users have long been served elsewhere, so there is nothing to roll back to. */
export const troubleBack = base.createStateConfig({
  id: 'troubleBack',
  initial: 'surveying',
  states: {
    surveying: {
      meta: { title: 'Failback: find out what is true now: who takes writes, who follows whom' },
      invoke: {
        id: 'survey-trouble-back',
        src: 'rds.survey-failover',
        input: ({ context }) => ({ instances: everybody(context) }),
        onDone: 'deciding',
        onError: 'deciding',
      },
    },
    deciding: {
      meta: {
        title: 'A step of the failback failed. What now?',
        choices: [
          { event: 'go-on', label: 'Go on: take the step again' },
          { event: 'stop', label: 'Stop: production stays where it is now' },
        ],
      },
      on: {
        'go-on': { target: '#again', actions: 'forgetFailure' },
        stop: '#stopped',
      },
      after: { decideWithin: '#stopped' },
    },
  },
});

/** Writes and traffic return to the old primary. What was written elsewhere meanwhile stays there. */
export const rollback = base.createStateConfig({
  id: 'rollback',
  initial: 'choosing',
  states: {
    choosing: {
      always: [
        { guard: 'isPromoted', target: 'looking' },
        // Nothing of it was changed, since nobody could reach it.
        { guard: 'homeIsLost', target: 'surveying' },
        { target: 'opening' },
      ],
    },
    /** Where the last step of it that failed is taken again. */
    again: { id: 'rollbackAgain', type: 'history', target: 'choosing' },
    looking: {
      // Before the only one that takes writes is stopped.
      meta: { title: 'Roll back: make sure that the old primary is there' },
      invoke: {
        id: 'old-primary-back',
        src: 'rds.inspect-primary',
        input: ({ context }) => {
          const { region, id } = namedPrimary(context);
          return { region, id };
        },
        onDone: { target: 'fencingNew', actions: assign({ primary: keepFirst }) },
        onError: onTrouble,
      },
    },
    fencingNew: {
      meta: { title: 'Roll back: stop writes to what was promoted' },
      entry: 'beginRollback',
      invoke: {
        id: 'fence-promoted',
        src: 'sql.fence-writes',
        input: ({ context }) => ({
          primary: replicaOf(context),
          replica: oldPrimary(context),
          access: ownerAccess(context, context.promoted),
        }),
        onDone: 'opening',
        onError: onTrouble,
      },
    },
    opening: {
      meta: { title: 'Roll back: the old primary takes writes' },
      entry: 'beginRollback',
      invoke: {
        id: 'reopen',
        src: 'sql.lift-fence',
        input: ({ context }) => ({ access: ownerAccess(context, context.primary) }),
        onDone: [{ guard: 'isPointed', target: 'pointing' }, { target: 'surveying' }],
        onError: onTrouble,
      },
    },
    pointing: {
      meta: { title: 'Roll back: take the edit of the record back (control plane)' },
      invoke: {
        id: 'point-rollback',
        src: 'route53.point-record',
        input: ({ context }) => pointTo(context, 'primary'),
        onDone: 'surveying',
        onError: onTrouble,
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
