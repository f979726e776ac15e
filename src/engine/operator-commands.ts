import { failureOf } from '../core/failure.ts';
import { unknownPerson } from '../core/fold-task.ts';
import type { Person } from '../core/person.ts';
import type { OperatorCommand, RecordBody } from '../core/record.ts';
import { withoutContent, withoutSecret } from '../core/without-content.ts';
import type { HumanTasks } from './human-tasks.ts';
import type { AbortRequest, CommandReply } from './run-command.ts';
import type { Workbench } from './workbench.ts';

interface OperatorCommandsOptions {
  readonly bench: Workbench;
  readonly people: HumanTasks;
  /** Nothing that an operator says changes the way of the run any more. */
  readonly isEnding: () => boolean;
  /** Journals a decision, and moves the runbook. */
  readonly trigger: (body: RecordBody) => void;
  readonly abort: () => void;
  /** An action that throws ends the run. */
  readonly guard: (action: () => void) => void;
}

/** Takes what operators say, or refuses it with a reason; either way it is journaled. */
export class OperatorCommands {
  readonly #options: OperatorCommandsOptions;

  constructor(options: OperatorCommandsOptions) {
    this.#options = options;
  }

  /**
   * @param by who asks: a name, or a person of whom more is known
   * @param content of the command's file
   */
  async take(
    command: OperatorCommand,
    by: string | Person,
    content?: Uint8Array,
  ): Promise<CommandReply> {
    const { bench, people, trigger, abort, guard } = this.#options;
    const who = typeof by === 'string' ? unknownPerson(by) : by;
    const refused = this.#refusal(command, who);
    if (bench.books.finished || bench.leaving.signal.aborted) {
      return { accepted: false, reason: refused ?? 'The run is not being driven any more.' };
    }
    const reason = refused ?? this.#keepFile(command, content);
    const accepted = reason === undefined;
    const body: RecordBody = {
      type: 'operator.commanded',
      data: {
        command: accepted ? withoutSecret(command) : withoutContent(command),
        by: who.name,
        ...(typeof by !== 'string' && { who }),
        accepted,
        ...(reason !== undefined && { reason }),
      },
    };
    guard(() => {
      // Before the record, so that the journal knows what must not stand in it.
      if (accepted) people.keepSecret(command);
      if (accepted && command.type === 'send') trigger(body);
      else bench.append(body);
      if (accepted && 'task' in command) people.settle(command.task);
    });
    await bench.ledger.durable();
    if (accepted && command.type === 'abort') guard(abort);
    return { accepted, ...(reason !== undefined && { reason }) };
  }

  /** Journals that a run whose process has gone is to be aborted, unless it ends already. */
  noteAbort({ by, reason }: AbortRequest): void {
    const command = { type: 'abort' as const, ...(reason !== undefined && { reason }) };
    if (this.#refusal(command, unknownPerson(by)) !== undefined) return;
    const data = { command, by, accepted: true };
    this.#options.bench.append({ type: 'operator.commanded', data });
  }

  /** @returns why it could not be kept */
  #keepFile(command: OperatorCommand, content: Uint8Array | undefined): string | undefined {
    const file = 'file' in command ? command.file : undefined;
    if (!file) return undefined;
    if (!content) return `${file.name} did not come with it.`;
    try {
      this.#options.bench.ledger.keepFile(file, content);
      return undefined;
    } catch (error) {
      return `${file.name} could not be kept. ${failureOf(error).message}`;
    }
  }

  #refusal(command: OperatorCommand, who: Person): string | undefined {
    const { bench, people, isEnding } = this.#options;
    const { finished, aborted, cleaningUp, snapshot } = bench.books;
    if (finished) return 'The run has ended.';
    if (aborted) return 'The run is being aborted already.';
    if (isEnding() || cleaningUp) return 'The run is cleaning up already; it ends by itself.';
    if (command.type === 'abort') return undefined;
    if (command.type !== 'send') return people.refusal(command, who);
    return snapshot?.can({ type: command.event, data: command.data })
      ? undefined
      : `The runbook does not take "${command.event}" at this point.`;
  }
}
