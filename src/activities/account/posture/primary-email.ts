import type { PostureFinding } from '../../../core/posture.ts';
import { instantNow } from '../../instant-now.ts';
import { judgeAddress } from './company-domain.ts';
import { type About, judged } from './finding.ts';
import type { PostureScope } from './posture-scope.ts';
import { type Reading, read } from './reading.ts';

/** The root user's address. Which call tells it depends on the account's place in its organization. */
export async function readPrimaryEmail(
  scope: PostureScope,
  domains: readonly string[],
): Promise<PostureFinding> {
  const { call, field } = SOURCES[scope.account.kind];
  const about: About = {
    id: 'primary-email',
    title: 'Primary e-mail is the company’s',
    subject: scope.account.id,
    requirement: 'ACOM-002',
    field,
  };
  return judged(about, await readAddress(scope, call), ({ address }) =>
    judgeAddress(field, address, domains),
  );
}

const SOURCES = {
  member: { call: 'account:GetPrimaryEmail', field: 'PrimaryEmail' },
  management: { call: 'organizations:DescribeAccount', field: 'Account.Email' },
  standalone: { call: 'account:GetPrimaryEmail', field: 'PrimaryEmail' },
} as const;

async function readAddress(
  { context, account: { id, kind }, caller }: PostureScope,
  call: string,
): Promise<Reading<{ readonly address: string | undefined }>> {
  switch (kind) {
    case 'member':
      return read(context, { call }, async () => {
        const answer = await (await caller.account()).getPrimaryEmail({ AccountId: id });
        return { address: answer.PrimaryEmail };
      });
    case 'management':
      return read(context, { call }, async () => {
        const answer = await (await caller.organizations()).describeAccount({ AccountId: id });
        return { address: answer.Account?.Email };
      });
    case 'standalone':
      return {
        answered: false,
        call,
        at: instantNow(context),
        why: 'AWS tells the primary e-mail of an account outside an organization by no call; somebody has to attest it.',
      };
  }
}
