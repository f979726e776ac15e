import { KunrenError } from '../../core/failure.ts';
import {
  ensureSandbox,
  resetSandbox,
  type SandboxInfo,
  sandboxStatus,
  stopSandbox,
} from '../../sandbox/client.ts';
import {
  addFault,
  clearFaults,
  status as cloudStatus,
  endOutage,
  listFaults,
  listOutages,
  listRootUsers,
  playScenario,
  startOutage,
} from '../../sandbox/control-client.ts';
import { FAULT_KINDS, type FaultKind } from '../../sandbox/fault/fault.ts';
import { OUTAGE_KINDS, type Outage, type OutageRequest } from '../../sandbox/outage/outage.ts';
import { SCENARIOS, type Scenario } from '../../sandbox/root/scenario.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { sandboxHome } from '../runs/open-environment.ts';

/** `drill sandbox up` */
export async function up(io: Io, options: { readonly port?: number }): Promise<ExitCode> {
  const info = await ensureSandbox({
    home: await home(io),
    onPhase: (phase) => io.err(`sandbox: ${phase}`),
    ...(options.port !== undefined && { port: options.port }),
  });
  io.out(`The sandbox is up at ${info.endpointUrl} (${info.region}, account ${info.accountId}).`);
  io.out('Any AWS client can talk to it, for example:');
  io.out(
    `  AWS_ACCESS_KEY_ID=SANDBOX AWS_SECRET_ACCESS_KEY=sandbox aws --region ${info.region} ` +
      `--endpoint-url ${info.endpointUrl} rds describe-db-instances`,
  );
  return EXIT.met;
}

/** `drill sandbox down` */
export async function down(io: Io): Promise<ExitCode> {
  const stopped = await stopSandbox({ home: await home(io) });
  io.out(stopped ? 'The sandbox is down; its state stays.' : 'The sandbox was not up.');
  return EXIT.met;
}

/** `drill sandbox reset` */
export async function reset(io: Io): Promise<ExitCode> {
  await resetSandbox({ home: await home(io) });
  io.out('The sandbox is down and its state deleted; the next run starts afresh.');
  return EXIT.met;
}

/** `drill sandbox status` */
export async function status(io: Io, options: { readonly output: OutputKind }): Promise<ExitCode> {
  const where = await home(io);
  const found = await sandboxStatus({ home: where });
  const cloud = found.running ? await cloudStatus(found.endpointUrl) : undefined;
  if (options.output === 'json') {
    io.out(JSON.stringify({ home: where, ...found, ...(cloud !== undefined && { cloud }) }));
    return EXIT.met;
  }
  io.out(`home    ${where}`);
  io.out(found.running ? `up at   ${found.endpointUrl}  (process ${found.pid})` : 'down');
  if (found.running)
    io.out(`sign in ${found.signInUrl}  (plays the root sign-in page, mail, phone)`);
  if (cloud !== undefined) io.out(JSON.stringify(cloud, undefined, 2));
  return EXIT.met;
}

/** `drill sandbox fault [operation] [kind]` */
export async function fault(
  io: Io,
  operation: string | undefined,
  kind: string | undefined,
  options: {
    readonly count?: number;
    readonly skip?: number;
    readonly delay?: number;
    readonly retryAfter?: number;
  },
): Promise<ExitCode> {
  const { endpointUrl } = await running(io);
  if (operation === 'clear') {
    const count = await clearFaults(endpointUrl);
    io.out(`${count} ${count === 1 ? 'fault' : 'faults'} removed`);
  } else if (operation === undefined) {
    const faults = await listFaults(endpointUrl);
    if (faults.length === 0) io.out('The sandbox behaves well.');
    for (const one of faults) io.out(JSON.stringify(one));
  } else {
    const { count, skip, delay, retryAfter } = options;
    const made = await addFault(endpointUrl, {
      operation,
      kind: faultKind(kind),
      ...(count !== undefined && { count }),
      ...(skip !== undefined && { skip }),
      ...(delay !== undefined && { delayMs: delay }),
      ...(retryAfter !== undefined && { retryAfter }),
    });
    io.out(JSON.stringify(made));
  }
  return EXIT.met;
}

/** `drill sandbox outage [kind] [name]` */
export async function outage(
  io: Io,
  kind: string | undefined,
  name: string | undefined,
): Promise<ExitCode> {
  const { endpointUrl } = await running(io);
  if (kind === undefined) {
    const outages = await listOutages(endpointUrl);
    if (outages.length === 0) io.out('Every Region and every Availability Zone has power.');
    for (const one of outages) io.out(JSON.stringify(one));
  } else if (kind === 'end') {
    const over = await endOutage(endpointUrl, name);
    io.out(over.length === 0 ? 'There was no outage.' : `${namesOf(over)}: the power is back`);
  } else {
    const made = await startOutage(endpointUrl, outageRequest(kind, name));
    io.out(`${made.name}: no power since ${made.since}`);
  }
  return EXIT.met;
}

/** `drill sandbox root [account] [scenario]` */
export async function root(
  io: Io,
  account: string | undefined,
  scenario: string | undefined,
): Promise<ExitCode> {
  const { endpointUrl, signInUrl } = await running(io);
  if (account === undefined) {
    for (const one of await listRootUsers(endpointUrl)) {
      io.out(`${one.id}  ${one.name.padEnd(16)}  ${one.email.padEnd(28)}  ${one.scenario}`);
    }
  } else {
    const played = await playScenario(endpointUrl, {
      account,
      scenario: knownScenario(account, scenario),
    });
    io.out(`${played.id} ${played.name}: its root user is now ${played.scenario}`);
    io.out(`Its sign-in page, mailbox, phone and authenticator: ${signInUrl}`);
  }
  return EXIT.met;
}

function knownScenario(account: string, scenario: string | undefined): Scenario {
  const known = SCENARIOS.find((one) => one === scenario);
  if (known) return known;
  const problem =
    scenario === undefined
      ? `Say which: drill sandbox root ${account} <scenario>.`
      : `"${scenario}" is no scenario of a root user.`;
  throw new KunrenError({
    code: 'ROOT_SCENARIO_UNKNOWN',
    message: `${problem} There is: ${SCENARIOS.join(', ')}.`,
    class: 'input',
  });
}

function namesOf(outages: readonly Outage[]): string {
  return outages.map((one) => one.name).join(', ');
}

function outageRequest(kind: string, name: string | undefined): OutageRequest {
  const known = OUTAGE_KINDS.find((one) => one === kind);
  if (known && name !== undefined) return { kind: known, name };
  throw new KunrenError({
    code: 'OUTAGE_KIND_UNKNOWN',
    message: known
      ? `Say which: drill sandbox outage ${known} <name>.`
      : `"${kind}" is no kind of outage. There is: ${OUTAGE_KINDS.join(', ')}; and end.`,
    class: 'input',
  });
}

/** Where the sandbox is. @throws KunrenError `SANDBOX_DOWN` */
async function running(io: Io): Promise<SandboxInfo> {
  const found = await sandboxStatus({ home: await home(io) });
  if (found.running) return found;
  throw new KunrenError({
    code: 'SANDBOX_DOWN',
    message: 'The sandbox is not up.',
    class: 'input',
  });
}

function faultKind(kind: string | undefined): FaultKind {
  const known = FAULT_KINDS.find((one) => one === kind);
  if (known) return known;
  throw new KunrenError({
    code: 'FAULT_KIND_UNKNOWN',
    message: `"${kind ?? ''}" is no kind of fault. There is: ${FAULT_KINDS.join(', ')}.`,
    class: 'input',
  });
}

async function home(io: Io): Promise<string> {
  return await sandboxHome(io, findProject(io.cwd));
}
