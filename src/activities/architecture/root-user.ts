import type { ArchitectureSubject } from '../../core/architecture.ts';
import { inspectAccount } from '../organizations/inspect-account.ts';
import type { Looker } from './looker.ts';
import { factsFrom, partOf, readSoon } from './read-part.ts';

type Subject = Extract<ArchitectureSubject, { kind: 'root-user' }>;

/** What decides which way a recovery goes. */
export const rootUser: Looker<Subject> = {
  iam: inspectAccount.iam,
  plan: ({ account }) => inspectAccount.plan({ accountId: account }, { run: '', region: '' }).calls,
  async look(context, subject) {
    const read = await readSoon(context, { call: 'organizations:DescribeOrganization' }, () =>
      inspectAccount.poll(context, { accountId: subject.account }),
    );
    return [
      partOf(subject, 'account', read, (look) =>
        look.status === 'done'
          ? factsFrom({
              kind: look.output.kind,
              'centralized root access': look.output.isCentral,
            })
          : [],
      ),
    ];
  },
};
