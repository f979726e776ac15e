import type { ArchitectureSubject } from '../../core/architecture.ts';
import { inspectAccount } from '../organizations/inspect-account.ts';
import type { Looker } from './looker.ts';
import { partOf, readSoon } from './read-part.ts';

type Subject = Extract<ArchitectureSubject, { kind: 'root-user' }>;

/** As every root recovery looks at its account. */
export const rootUser: Looker<Subject> = {
  iam: inspectAccount.iam,
  plan: ({ account }) => inspectAccount.plan({ accountId: account }, { run: '', region: '' }).calls,
  async look(context, subject) {
    const read = await readSoon(context, { call: 'organizations:DescribeOrganization' }, () =>
      inspectAccount.poll(context, { accountId: subject.account }),
    );
    if (read.answered && read.value.status === 'done') return read.value.architecture?.parts ?? [];
    return [partOf(subject, 'account', read, () => undefined)];
  },
};
