import { unknownPerson } from '../core/fold-task.ts';
import { NOBODY_DECLARED, participantOf } from '../core/people.ts';
import { type Person, personKey } from '../core/person.ts';
import type { Instant } from '../core/ports.ts';
import type { OperatorCommand } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import type { TaskState } from '../core/task.ts';
import { reportPerson } from './report-tasks.ts';
import type { ReportModel } from './schema.ts';

type Participant = ReportModel['people']['participants'][number];
type Acted = Participant['acted'][number];
type What = Acted['did'][number]['what'];

interface Deed {
  readonly at: Instant;
  readonly who: Person;
  readonly what: What;
  readonly role: string | null;
}

/** Whom the drill declares, in its order, and then whoever else has acted, each with what they did. */
export function reportParticipants(state: RunState): Participant[] {
  const people = state.drill.people ?? NOBODY_DECLARED;
  const byPerson = Map.groupBy(deeds(state), ({ who }) => participantOf(people, who)?.name);
  const declared = people.participants.map(({ name, roles, identities }) => ({
    name,
    declared: true,
    roles: [...roles],
    identities: [...identities],
    acted: byIdentity(byPerson.get(name) ?? []),
  }));
  const others = byIdentity(byPerson.get(undefined) ?? []).map((acted) => ({
    name: acted.name,
    declared: false,
    roles: [],
    identities: [],
    acted: [acted],
  }));
  return [...declared, ...others];
}

/** Who has agreed to what. */
export function reportApprovals({ tasks, steps }: RunState): ReportModel['people']['approvals'] {
  return tasks.filter(isApproval).flatMap(({ activity, answers }) =>
    answers
      .filter(({ kind }) => kind === 'answer')
      .map(({ at, who, comment }) => ({
        at,
        step: activity,
        title: steps.find(({ id }) => id === activity)?.title ?? activity,
        who: reportPerson(who),
        comment: comment ?? null,
      })),
  );
}

function deeds(state: RunState): Deed[] {
  const { starter, openedAt, commands, tasks } = state;
  return [
    { at: openedAt, who: starter, what: 'started', role: null },
    ...commands.map(({ at, by, who, command, accepted }): Deed => {
      const task = taskOf(command, at, tasks);
      return {
        at,
        who: who ?? unknownPerson(by),
        what: accepted ? whatOf(command, task) : 'refused',
        role: accepted ? (task?.prompt.role ?? null) : null,
      };
    }),
  ];
}

/** The task as it was open then; a step that is taken again asks again. */
function taskOf(
  command: OperatorCommand,
  at: Instant,
  tasks: readonly TaskState[],
): TaskState | undefined {
  if (!('task' in command)) return undefined;
  return tasks.findLast(
    ({ activity, openedAt }) => activity === command.task && Date.parse(openedAt) <= Date.parse(at),
  );
}

function whatOf({ type }: OperatorCommand, task: TaskState | undefined): What {
  switch (type) {
    case 'answer':
      return task && isApproval(task) ? 'approved' : 'answered';
    case 'decline':
      return 'declined';
    case 'skip':
      return 'skipped';
    case 'send':
      return 'decided';
    case 'note':
      return 'noted';
    case 'abort':
      return 'aborted';
  }
}

function isApproval({ prompt }: TaskState): boolean {
  return prompt.answer.kind === 'approval';
}

function byIdentity(all: readonly Deed[]): Acted[] {
  return [...Map.groupBy(all, ({ who }) => personKey(who)).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { name, identity, arn } = first.who;
    return {
      name,
      identity,
      arn: arn ?? null,
      hosts: knownHosts(own),
      did: [...Map.groupBy(own, ({ what, role }) => `${what} ${role}`).values()].flatMap((same) =>
        same.slice(0, 1).map(({ what, role }) => ({ what, role, times: same.length })),
      ),
      firstAt: first.at,
      lastAt: own.at(-1)?.at ?? first.at,
    };
  });
}

/** An older journal does not tell it of everything. */
function knownHosts(own: readonly Deed[]): string[] {
  const hosts = [...new Set(own.map(({ who }) => who.host))];
  const known = hosts.filter((host) => host !== unknownPerson('').host);
  return known.length > 0 ? known : hosts;
}
