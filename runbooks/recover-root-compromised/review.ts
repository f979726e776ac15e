import { known } from '../../src/index.ts';
import { ask, choose } from '../root-recovery/ask.ts';
import { base, onError } from '../root-recovery/base.ts';
import {
  type Context,
  eventsOf,
  isCaused,
  seesEvents,
  tellAccount,
} from '../root-recovery/context.ts';

/** What a stranger does as root user to stay, or to hide. */
const DEEDS = [
  'ConsoleLogin',
  'PasswordUpdated',
  'EnableMFADevice',
  'DeactivateMFADevice',
  'CreateAccessKey',
  'UploadSigningCertificate',
  'PutContactInformation',
  'PutAlternateContact',
  'DeleteAlternateContact',
  'EmailUpdated',
  'CreateUser',
  'CreateLoginProfile',
  'CreateRole',
  'AttachUserPolicy',
  'AttachRolePolicy',
  'StopLogging',
  'DeleteTrail',
] as const;

/** As far back as CloudTrail's event history goes. */
const HISTORY_MS = 90 * 24 * 60 * 60_000;

const FOUND = choose({
  clean: 'There is nothing that is not ours',
  removed: 'There was; it is removed',
});

/** What the stranger has done by it, as evidence and for people to clear up. Leads to `#proof`. */
export const review = base.createStateConfig({
  id: 'review',
  initial: 'choosing',
  states: {
    choosing: {
      always: [
        { guard: ({ context }) => seesEvents(context), target: 'events' },
        { target: 'identities' },
      ],
    },
    events: {
      meta: {
        title: 'Find in CloudTrail what the root user has done since',
        titles: { ja: 'それ以降のルートユーザーの操作のCloudTrailでの確認' },
      },
      invoke: {
        id: 'stranger-events',
        src: 'cloudtrail.find-root-events',
        input: ({ context }) => ({
          ...eventsOf(context),
          events: DEEDS,
          from: strangerSince(context),
        }),
        onDone: 'identities',
        onError,
      },
    },
    identities: ask({
      id: 'review-identities',
      title: 'Review IAM',
      titles: { ja: 'IAMの点検' },
      ask: (context) => ({
        action: `In IAM of ${tellAccount(context)}, delete every user, role, access key and identity provider that nobody of the team has made. Whoever has the policy AWSExposedCredentialPolicy_DO_NOT_REMOVE gets new keys.`,
        role: 'operator',
        next: 'Then resources and the bill.',
        ...FOUND,
        minutes: 30,
      }),
      ways: [{ target: 'resources' }],
    }),
    resources: ask({
      id: 'review-resources',
      title: 'Review every Region and the bill',
      titles: { ja: '全リージョンと請求の点検' },
      ask: (context) => ({
        action: `In every Region of ${tellAccount(context)}, also those that nobody uses, and on its bill, look for what nobody of the team has made, and remove it.`,
        role: 'operator',
        next: 'Then the run looks once more how the account stands.',
        ...FOUND,
        minutes: 60,
      }),
      ways: [{ target: 'notified' }],
    }),
    notified: {
      always: [
        { guard: ({ context }) => context.signal === 'notice', target: 'notice' },
        { target: '#proof' },
      ],
    },
    notice: ask({
      id: 'answer-notice',
      title: 'Answer the notice of AWS',
      titles: { ja: 'AWSからの通知への回答' },
      ask: () => ({
        action:
          'In Support Center, answer the notice of AWS: what was found, and what was done. No password, key or code belongs into it.',
        role: 'operator',
        link: 'https://console.aws.amazon.com/support/home',
        next: 'Then the run looks once more how the account stands.',
        answer: { kind: 'reference', of: 'the id of the case', example: '1234567890' },
        minutes: 15,
      }),
      ways: [{ target: '#proof' }],
    }),
  },
});

/** Where nobody has said when it began, all that CloudTrail still tells may be the stranger's. */
function strangerSince(context: Context): string {
  const { impactAt, scenario, names } = context;
  if (isCaused(context) || scenario.impactAt !== undefined) return known(impactAt);
  return new Date(Date.parse(names.openedAt) - HISTORY_MS).toISOString();
}
