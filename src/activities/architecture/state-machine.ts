import type { ArchitectureSubject } from '../../core/architecture.ts';
import { sha256 } from '../../core/hash.ts';
import { failedWith } from '../aws-failure.ts';
import type { Looker } from './looker.ts';
import { factsFrom, partOf, readSoon } from './read-part.ts';

type Subject = Extract<ArchitectureSubject, { kind: 'state-machine' }>;

/** What it does, by the hash of its definition, and by whose rights. */
export const stateMachine: Looker<Subject> = {
  iam: ['states:DescribeStateMachine'],
  plan: ({ arn }) => [
    {
      service: 'states',
      operation: 'DescribeStateMachine',
      parameters: { stateMachineArn: arn },
      mutating: false,
    },
  ],
  async look(context, subject) {
    const { arn } = subject;
    const [, , , region] = arn.split(':');
    const read = await readSoon(context, { call: 'states:DescribeStateMachine' }, async () => {
      const sfn = await context.services.aws.sfn(region);
      try {
        return { found: await sfn.describeStateMachine({ stateMachineArn: arn }) };
      } catch (error) {
        if (failedWith(error, 'STATE_MACHINE_DOES_NOT_EXIST')) return { found: undefined };
        throw error;
      }
    });
    return [
      partOf(
        subject,
        'settings',
        read,
        ({ found }) =>
          found &&
          factsFrom({
            type: found.type,
            definition: `SHA-256 ${sha256(found.definition ?? '').slice(0, 12)}…`,
            role: found.roleArn,
          }),
      ),
    ];
  },
};
