import {
  GetContactInformationCommand,
  PutContactInformationCommand,
} from '@aws-sdk/client-account';
import {
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  GetLoginProfileCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { setup } from 'xstate';
import { correctPhone } from '../../src/activities/account/correct-phone.ts';
import { allowRootRecovery } from '../../src/activities/iam/allow-root-recovery.ts';
import { activityActors } from '../../src/core/activity-actors.ts';
import type { Runbook } from '../../src/core/runbook.ts';
import { scriptedAccounts } from './activity-account.ts';
import { awsError, CALLER, contact, MEMBER } from './activity-posture.ts';
import { loginProfile } from './activity-root.ts';
import { FakeClock } from './fake-clock.ts';
import { killed, RunHarness } from './run-harness.ts';
import { toyDrill, toyEnvironment, toyRunbook } from './toy-runbook.ts';

export const OLD_PHONE = '+81300000000';
export const NEW_PHONE = '+81312345678';
const START = '2026-11-24T01:00:00.000Z';

const activities = {
  'iam.allow-root-recovery': allowRootRecovery,
  'account.correct-phone': correctPhone,
};

const machine = setup({
  types: {} as { context: { run: string }; input: { run: string } },
  actors: activityActors(activities),
}).createMachine({
  id: 'root-recovery',
  context: ({ input }) => input,
  initial: 'allowing',
  states: {
    allowing: {
      meta: { title: 'Allow recovery' },
      invoke: {
        id: 'allow',
        src: 'iam.allow-root-recovery',
        input: { accountId: MEMBER, since: START },
        onDone: 'correcting',
        onError: 'ended',
      },
    },
    correcting: {
      meta: { title: 'Correct the phone' },
      invoke: {
        id: 'correct',
        src: 'account.correct-phone',
        input: { accountId: MEMBER, from: OLD_PHONE, to: NEW_PHONE },
        onDone: 'ended',
        onError: 'ended',
      },
    },
    ended: { type: 'final' },
  },
});

const runbook: Runbook = { ...toyRunbook, id: 'root-recovery', machine, activities };

/** A member's root user and contact, changed by a run whose process dies on the way. */
export class RootRecoveryHarness extends RunHarness {
  profile: string | undefined;
  phone = OLD_PHONE;
  /** What took effect, in order. */
  readonly effects: string[] = [];

  constructor() {
    const clock = new FakeClock(START);
    const aws = scriptedAccounts();
    super({
      run: 'root-1',
      runbook,
      drill: toyDrill,
      environment: toyEnvironment,
      clock,
      services: () => ({ aws: aws.aws }),
    });
    aws.sts.on(GetCallerIdentityCommand).resolves({ Account: CALLER });
    aws.inside.iam
      .on(GetLoginProfileCommand)
      .callsFake(() => {
        this.#arrive();
        if (this.profile === undefined) throw awsError('NoSuchEntityException', 404);
        return loginProfile(this.profile);
      })
      .on(CreateLoginProfileCommand)
      .callsFake(() => {
        this.#change('create login profile', () => {
          if (this.profile !== undefined) throw awsError('EntityAlreadyExistsException', 409);
          this.profile = new Date(clock.now()).toISOString();
        });
      })
      .on(DeleteLoginProfileCommand)
      .callsFake(() => {
        this.#change('delete login profile', () => {
          this.profile = undefined;
        });
      });
    aws.account
      .on(GetContactInformationCommand)
      .callsFake(() => {
        this.#arrive();
        return { ContactInformation: contact(this.phone), $metadata: {} };
      })
      .on(PutContactInformationCommand)
      .callsFake(({ ContactInformation }) => {
        this.#change(`phone ${ContactInformation.PhoneNumber}`, () => {
          this.phone = ContactInformation.PhoneNumber;
        });
      });
  }

  #arrive(): void {
    if (this.diesAt('before')) throw killed();
  }

  #change(effect: string, make: () => void): void {
    this.#arrive();
    make();
    this.effects.push(effect);
    if (this.diesAt('after')) throw killed();
  }
}
