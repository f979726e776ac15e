import { access, constants, mkdir } from 'node:fs/promises';
import type { Environment } from '../../core/drill.ts';
import { failureOf } from '../../core/failure.ts';
import { findEnvironment, readEnvironments } from '../../drill-file/environments.ts';
import { listDrills } from '../../drill-file/list-drills.ts';
import { createRedactor } from '../../journal/redact.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject, type Project } from '../project.ts';
import { openEnvironment } from '../runs/open-environment.ts';
import { systemClock } from '../system-clock.ts';

interface Finding {
  readonly what: string;
  readonly good: boolean;
  readonly detail: string;
}

/** `drill doctor`: looks at everything a run needs, and tells all that is wrong at once. Changes nothing. */
export async function doctor(
  io: Io,
  options: { readonly env?: string; readonly output: OutputKind },
): Promise<ExitCode> {
  const findings: Finding[] = [node()];
  let project: Project | undefined;
  findings.push(
    await look('project', async () => {
      project = findProject(io.cwd);
      return project.root;
    }),
  );
  if (project) findings.push(...(await inProject(io, project, options.env)));
  if (options.output === 'json') io.out(JSON.stringify(findings));
  else
    for (const { what, good, detail } of findings) {
      io.out(`${good ? 'ok  ' : 'BAD '} ${what.padEnd(24)} ${detail}`);
    }
  return findings.every(({ good }) => good) ? EXIT.met : EXIT.badInput;
}

async function inProject(io: Io, project: Project, only?: string): Promise<Finding[]> {
  const findings: Finding[] = [
    await look('reports/ writable', async () => {
      await mkdir(project.reports, { recursive: true });
      await access(project.reports, constants.W_OK);
      return project.reports;
    }),
    await look('drills', async () => {
      const drills = listDrills(project.drills);
      const broken = drills.filter((drill) => 'error' in drill).map(({ name }) => name);
      if (broken.length > 0) throw new Error(`not valid: ${broken.join(', ')} (drill check)`);
      return drills.map(({ name }) => name).join(', ');
    }),
  ];
  let environments: readonly Environment[] = [];
  findings.push(
    await look('environments', async () => {
      const all = readEnvironments(project.environments);
      environments = only === undefined ? all : [findEnvironment(all, only)];
      return environments.map(({ name }) => name).join(', ');
    }),
  );
  for (const environment of environments) {
    findings.push(...(await inEnvironment(io, project, environment)));
  }
  return findings;
}

async function inEnvironment(io: Io, project: Project, declared: Environment): Promise<Finding[]> {
  const clock = systemClock;
  const signal = AbortSignal.timeout(30_000);
  const { vault } = createRedactor();
  let services: Awaited<ReturnType<typeof openEnvironment>>['services'] | undefined;
  const findings = [
    await look(`${declared.name}: ready`, async () => {
      const opened = await openEnvironment(io, declared, { project, clock, secrets: vault });
      services = opened.services;
      return opened.environment.endpointUrl ?? `AWS, ${declared.region}`;
    }),
  ];
  if (!services) return findings;
  const { aws } = services({ activity: 'doctor', signal, onCall: () => undefined });
  findings.push(
    await look(`${declared.name}: account`, async () => {
      const { Account, Arn } = await (await aws.sts()).getCallerIdentity({});
      if (Account !== declared.accountId) {
        throw new Error(`these are credentials of ${Account}, not of ${declared.accountId}`);
      }
      return `${Arn}`;
    }),
    await look(`${declared.name}: may read RDS`, async () => {
      const rds = await aws.rds();
      const { DBInstances } = await rds.describeDBInstances({});
      await rds.describeDBSnapshots({});
      const count = DBInstances?.length ?? 0;
      return `${count} ${count === 1 ? 'instance' : 'instances'}`;
    }),
  );
  return findings;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const good = major > 22 || (major === 22 && minor >= 18);
  return {
    what: 'Node.js',
    good,
    detail: `${process.version}${good ? '' : ' (22.18 or newer is needed)'}`,
  };
}

async function look(what: string, work: () => Promise<string>): Promise<Finding> {
  try {
    return { what, good: true, detail: await work() };
  } catch (error) {
    return { what, good: false, detail: failureOf(error).message };
  }
}
