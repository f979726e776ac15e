import { hostname } from 'node:os';
import type { Environment } from '../../core/drill.ts';
import { failureOf } from '../../core/failure.ts';
import type { Person } from '../../core/person.ts';
import { createRedactor } from '../../journal/redact.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { systemClock } from '../system-clock.ts';
import { type OpenedEnvironment, openEnvironment } from './open-environment.ts';
import { operatorName } from './process-identity.ts';

/** Who sits at this machine, as far as the machine knows. */
export function osPerson(via: Person['via']): Person {
  return { name: operatorName(), identity: 'os', host: hostname(), via };
}

/**
 * Who acts in an environment: in an AWS account the caller that AWS names for this shell's credentials, in the sandbox
 * the OS user. Where AWS does not say, it is the OS user, and the record says which of the two it was.
 */
export async function actingPerson(
  io: Io,
  { environment, services }: OpenedEnvironment,
  via: Person['via'],
): Promise<Person> {
  const person = osPerson(via);
  if (environment.kind === 'sandbox') return person;
  try {
    const { signal } = new AbortController();
    const { aws } = services({ activity: 'person', signal, onCall: () => undefined });
    const { Arn: arn } = await (await aws.sts()).getCallerIdentity({});
    if (arn === undefined) return person;
    return { ...person, name: arn.split('/').at(-1) ?? arn, identity: 'aws', arn };
  } catch (error) {
    const { code } = failureOf(error);
    io.err(
      `drill: AWS does not say who you are (${code}); you are known as OS user ${person.name}.`,
    );
    return person;
  }
}

/** The same for whoever answers a run from another terminal. */
export async function answeringPerson(
  io: Io,
  environment: Environment,
  project: Project,
): Promise<Person> {
  if (environment.kind === 'sandbox') return osPerson('command');
  const { vault: secrets } = createRedactor();
  const parts = { project, clock: systemClock, secrets, readsSource: false };
  return await actingPerson(io, await openEnvironment(io, environment, parts), 'command');
}
