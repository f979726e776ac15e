import { ask, awaitAws } from './ask.ts';
import { base } from './base.ts';
import { type Context, tellAccount } from './context.ts';

/** Where AWS takes requests of people who cannot sign in. */
const MFA_FORM = 'https://support.aws.amazon.com/#/contacts/aws-mfa-support';

/**
 * The last way: AWS checks who asks, which can take weeks and has a clock of its own.
 * @param wanted what AWS is asked for, e.g. `to remove the MFA device`
 * @param next where it goes on once AWS has done it
 * @param link the form. @default the one for MFA
 */
export function askSupport({
  wanted,
  next,
  link = MFA_FORM,
}: {
  readonly wanted: string;
  readonly next: string;
  readonly link?: string;
}) {
  return base.createStateConfig({
    initial: 'open',
    states: {
      open: ask({
        id: 'open-case',
        title: 'Open a case with AWS',
        titles: { ja: 'AWSサポートケースの起票' },
        ask: (context) => ({
          action: `Ask AWS ${wanted} for ${tellAccount(context)} by the form. No password, key or code belongs into it.`,
          role: 'operator',
          link,
          next: 'AWS checks who asks: by phone, and perhaps by notarized papers.',
          answer: { kind: 'reference', of: 'the id of the case', example: '1234567890' },
          maySkip: false,
          minutes: 20,
        }),
        ways: [{ target: 'wait' }],
      }),
      wait: awaitAws({
        id: 'await-case',
        title: 'Wait for AWS',
        titles: { ja: 'AWSの対応の待機' },
        ask: (context: Context) => ({
          action: `Follow the case of ${tellAccount(context)}, and say when AWS has done it. The run may be stopped and resumed meanwhile.`,
          role: 'operator',
          link,
          next: 'Then somebody signs in.',
          answer: { kind: 'done' },
          maySkip: false,
          minutes: 3 * 24 * 60,
        }),
        ways: [{ target: next }],
      }),
    },
  });
}
