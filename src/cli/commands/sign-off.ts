import type { SignOff } from '../../core/afterwards.ts';
import { KunrenError } from '../../core/failure.ts';
import { NOBODY_DECLARED, participantOf } from '../../core/people.ts';
import { describePerson } from '../../core/person.ts';
import { reportId } from '../../core/report-id.ts';
import type { RunState } from '../../core/run-state.ts';
import { signSignOff } from '../../evidence/sign-off-signature.ts';
import { visibleText } from '../../report/visible-text.ts';
import { askLine } from '../ask-line.ts';
import { demandUnchangedReport } from '../evidence/demand-unchanged-report.ts';
import { findSigner } from '../evidence/find-signer.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { answeringPerson } from '../runs/acting-person.ts';
import { addToRun, demandRecordable } from '../runs/add-to-run.ts';
import { currentEnvironment } from '../runs/current-environment.ts';
import { runFolder } from '../runs/run-folder.ts';

/** What a person can say of a run, as it is typed, and as the record has it. */
const DECISIONS = {
  accept: 'accepted',
  'accept-with-conditions': 'accepted-with-conditions',
  reject: 'rejected',
} as const satisfies { readonly [typed: string]: SignOff['decision'] };

type Typed = keyof typeof DECISIONS;

export interface SignOffOptions {
  readonly decision: Typed;
  readonly role: string;
  /** @default as the drill calls the person, else the name of their user */
  readonly name?: string;
  readonly comment?: string;
  /** Name of a key of the person's own. */
  readonly key?: string;
  /** Id of the report that they have before them, where no terminal can ask. */
  readonly confirm?: string;
  readonly output: OutputKind;
}

/** `drill report sign-off <run>`: somebody stands for the record of a run that has ended, or rejects it. */
export async function signOff(io: Io, name: string, options: SignOffOptions): Promise<ExitCode> {
  const project = findProject(io.cwd);
  demandReason(options);
  const place = runFolder(project, name);
  const state = await addToRun(io, project, place, async (before) => {
    await demandUnchangedReport(place.folder);
    const by = await answeringPerson(io, before.environment, project);
    const known = participantOf(before.drill.people ?? NOBODY_DECLARED, by)?.name;
    const plain = {
      by,
      name: options.name ?? known ?? by.name,
      role: options.role,
      decision: DECISIONS[options.decision],
      ...(options.comment !== undefined && { comment: options.comment }),
      head: before.lastHash,
    };
    demandRecordable({ type: 'run.signed-off', data: plain });
    await confirm(io, before, plain, options);
    if (options.key === undefined) return [{ type: 'run.signed-off', data: plain }];
    const environment = currentEnvironment(project, before.environment);
    const signer = await findSigner(io, project, { name: options.key, environment, mayAsk: true });
    const data = signer ? await signSignOff(plain, signer) : plain;
    return [{ type: 'run.signed-off', data }];
  });
  const last = state.signOffs.at(-1);
  if (options.output === 'json') io.out(JSON.stringify({ run: state.run, ...last }));
  else if (last) io.out(`${state.run} has it: ${tell(last)}.`);
  return EXIT.met;
}

/** Nothing but a person's own word makes a sign-off, and that they know what they sign. */
async function confirm(
  io: Io,
  state: RunState,
  signOff: SignOff,
  { decision, confirm: given }: SignOffOptions,
): Promise<void> {
  const id = reportId(state);
  if (given === id) return;
  if (given !== undefined) {
    throw refusal(
      'SIGN_OFF_NOT_CONFIRMED',
      `"${given}" is not the id of the report, which is now ${id}. Nothing was signed.`,
    );
  }
  if (io.interactive) {
    const { environment, verdict, status } = state;
    io.err(`Report ${id} of ${state.drill.name} in ${environment.name}:`);
    io.err(`  ${status}, ${verdict?.verdict ?? 'not judged'}`);
    io.err(`You sign it as ${visibleText(tell(signOff))},`);
    io.err(`  known as ${describePerson(signOff.by)}.`);
  }
  const typed = await askLine(io, `Type ${decision} to sign: `);
  if (typed === decision) return;
  throw refusal(
    'SIGN_OFF_NOT_CONFIRMED',
    typed === undefined
      ? `A sign-off has to be confirmed: at a terminal, or by --confirm ${id}, the id of the report that was read.`
      : 'It was not confirmed, so nothing was signed.',
  );
}

function tell({ name, role, decision }: Pick<SignOff, 'name' | 'role' | 'decision'>): string {
  return `${name} (${role}), ${decision.replaceAll('-', ' ')}`;
}

function demandReason({ decision, comment }: SignOffOptions): void {
  if (decision === 'accept' || comment?.trim()) return;
  throw refusal(
    'SIGN_OFF_NEEDS_COMMENT',
    decision === 'reject'
      ? 'Whoever rejects a record says why: --comment.'
      : 'Whoever accepts with conditions says which: --comment.',
  );
}

function refusal(code: string, message: string): KunrenError {
  return new KunrenError({ code, message, class: 'input' });
}
