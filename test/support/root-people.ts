import type { TaskState } from '../../src/core/task.ts';
import type { SimulatorWalker } from './simulator-walker.ts';

/** What somebody says to a task, once they have done it. */
export type Said = string | undefined;

/** What people do for a step, by its id, and what they answer. */
export type Deeds = { readonly [step: string]: (walker: SimulatorWalker) => Promise<Said> | Said };

const FIRST_PASSWORD = 'Sandbox-root-1';
export const NEW_PASSWORD = 'Rehearsed-root-2';

const said = (value: Said) => () => value;

/** People who have lost the only MFA device, and get in by mailbox and phone. */
export const LOST_MFA: Deeds = {
  situation: said('lost'),
  'other-device': said('none'),
  phone: said('reachable'),
  'alternative-factors': async (walker) => {
    await walker.signInByAlternativeFactors(FIRST_PASSWORD);
    return 'sent';
  },
  'alternative-mail': said('confirmed'),
  'alternative-call': said('signed-in'),
  'register-device': async (walker) => {
    for (const device of await walker.mfaDevices()) await walker.deactivateMfa(device);
    await walker.registerMfa('key-office');
    return 'key-office';
  },
  'second-device': said('later'),
  'sign-in-with-mfa': async (walker) => {
    await walker.signOut();
    await walker.signIn({ password: FIRST_PASSWORD });
    return undefined;
  },
};

/** People who set a new password by the mailbox. */
export const LOST_PASSWORD: Deeds = {
  situation: said('forgotten'),
  'request-reset': async (walker) => {
    await walker.requestPasswordReset();
    return undefined;
  },
  'reset-mail': said('arrived'),
  'set-password': async (walker) => {
    await walker.setPassword(NEW_PASSWORD);
    return 'vault item aws-root';
  },
  'sign-in-with-mfa': async (walker) => {
    await walker.signIn({ password: NEW_PASSWORD });
    return undefined;
  },
};

/** People of a member that is recovered from outside. */
export const MEMBER: Deeds = {
  ...LOST_PASSWORD,
  situation: said('lost'),
  agree: said(undefined),
  'sign-in': async (walker) => {
    await walker.signIn({ password: NEW_PASSWORD });
    await walker.registerMfa('key-office');
    return 'key-office';
  },
};

/** People who do what they are asked, each thing once, however often they are asked for it. */
export class RootPeople {
  readonly #walker: SimulatorWalker;
  readonly #deeds: Deeds;
  readonly #done = new Map<string, Said>();

  constructor(walker: SimulatorWalker, deeds: Deeds) {
    this.#walker = walker;
    this.#deeds = deeds;
  }

  /** What they answer. @throws Error for a step of which they know nothing */
  async do({ activity }: Pick<TaskState, 'activity'>): Promise<Said> {
    if (this.#done.has(activity)) return this.#done.get(activity);
    const deed = this.#deeds[activity];
    if (!deed) throw new Error(`Nobody knows what to do for ${activity}.`);
    const answer = await deed(this.#walker);
    this.#done.set(activity, answer);
    return answer;
  }
}
