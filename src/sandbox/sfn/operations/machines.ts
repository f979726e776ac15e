import { randomUUID } from 'node:crypto';
import {
  CreateStateMachine$,
  type CreateStateMachineInput,
  type CreateStateMachineOutput,
  DeleteStateMachine$,
  type DeleteStateMachineInput,
  DescribeStateMachine$,
  type DescribeStateMachineInput,
  type DescribeStateMachineOutput,
  ListStateMachines$,
  type ListStateMachinesInput,
  type ListStateMachinesOutput,
  ListTagsForResource$,
  type ListTagsForResourceInput,
  type ListTagsForResourceOutput,
  UpdateStateMachine$,
  type UpdateStateMachineInput,
  type UpdateStateMachineOutput,
} from '@aws-sdk/client-sfn';
import { operation } from '../../wire/service.ts';
import { checkDefinition } from '../check-definition.ts';
import { checkName } from '../name.ts';
import { pageOf } from '../page.ts';
import type { Sfn } from '../sfn.ts';
import {
  invalidArn,
  machineExists,
  noResource,
  nothingToUpdate,
  unsupported,
} from '../sfn-error.ts';
import type { MachineRecord } from '../sfn-state.ts';

export const createStateMachine = operation<CreateStateMachineInput, CreateStateMachineOutput, Sfn>(
  {
    schema: CreateStateMachine$,
    mutating: true,
    honours: ['name', 'definition', 'roleArn', 'type', 'tags'],
    handle: async (input, sfn, call) => {
      const { definition = '', type = 'STANDARD' } = input;
      const name = checkName(input.name ?? '');
      const roleArn = checkRole(input.roleArn);
      if (type !== 'STANDARD')
        throw unsupported('The sandbox has only state machines of type STANDARD.');
      await checkDefinition(definition);
      const arn = sfn.machineArn(name);
      const present = sfn.findMachine(arn);
      // The same once more makes nothing; role and tags do not count, and are left as they are.
      if (present && present.definition !== definition) throw machineExists(arn);
      if (present) return { stateMachineArn: arn, creationDate: new Date(present.createdAt) };
      const tags = (input.tags ?? []).map(({ key = '', value = '' }) => ({ key, value }));
      const machine: MachineRecord = { name, definition, roleArn, createdAt: sfn.now(), tags };
      sfn.state.machines.push(machine);
      call.effect(arn, effectTags(machine));
      return { stateMachineArn: arn, creationDate: new Date(machine.createdAt) };
    },
  },
);

export const describeStateMachine = operation<
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  Sfn
>({
  schema: DescribeStateMachine$,
  mutating: false,
  honours: ['stateMachineArn'],
  handle: ({ stateMachineArn }, sfn) => {
    const { name, definition, roleArn, createdAt, revision } = sfn.machine(stateMachineArn);
    return {
      stateMachineArn,
      name,
      status: 'ACTIVE',
      definition,
      roleArn,
      type: 'STANDARD',
      creationDate: new Date(createdAt),
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      revisionId: revision,
    };
  },
});

export const listStateMachines = operation<ListStateMachinesInput, ListStateMachinesOutput, Sfn>({
  schema: ListStateMachines$,
  mutating: false,
  handle: (input, sfn) => {
    const { items, nextToken } = pageOf(sfn.state.machines, ({ name }) => name, input);
    return {
      stateMachines: items.map(({ name, createdAt }) => ({
        stateMachineArn: sfn.machineArn(name),
        name,
        type: 'STANDARD',
        creationDate: new Date(createdAt),
      })),
      nextToken,
    };
  },
});

/** For executions that are started from now on. */
export const updateStateMachine = operation<UpdateStateMachineInput, UpdateStateMachineOutput, Sfn>(
  {
    schema: UpdateStateMachine$,
    mutating: true,
    honours: ['stateMachineArn', 'definition', 'roleArn'],
    handle: async ({ stateMachineArn = '', definition, roleArn }, sfn, call) => {
      if (definition === undefined && roleArn === undefined) throw nothingToUpdate();
      if (definition !== undefined) await checkDefinition(definition);
      const machine = sfn.machine(stateMachineArn);
      if (roleArn !== undefined) machine.roleArn = checkRole(roleArn);
      if (definition !== undefined) machine.definition = definition;
      machine.revision = randomUUID();
      call.effect(stateMachineArn, effectTags(machine));
      return { updateDate: new Date(sfn.clock.now()), revisionId: machine.revision };
    },
  },
);

/** One that is not there is as good as deleted. Executions that run are ended, and all of them go with it. */
export const deleteStateMachine = operation<DeleteStateMachineInput, object, Sfn>({
  schema: DeleteStateMachine$,
  mutating: true,
  handle: ({ stateMachineArn = '' }, sfn, call) => {
    const machine = sfn.findMachine(stateMachineArn);
    if (!machine) return {};
    sfn.removeMachine(machine);
    call.effect(stateMachineArn, effectTags(machine));
    return {};
  },
});

export const listTags = operation<ListTagsForResourceInput, ListTagsForResourceOutput, Sfn>({
  schema: ListTagsForResource$,
  mutating: false,
  handle: ({ resourceArn = '' }, sfn) => {
    const machine = sfn.findMachine(resourceArn);
    if (!machine) throw noResource(resourceArn);
    return { tags: [...machine.tags] };
  },
});

function checkRole(arn = ''): string {
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(arn)) throw invalidArn(arn);
  return arn;
}

function effectTags({ tags }: MachineRecord) {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}
