import type { Clock, Instant } from '../../core/ports.ts';
import type { Place } from '../rds/arn.ts';
import { endingOf, historyOf, type Told } from './history.ts';
import { interpret } from './interpret.ts';
import { invalidArn, noExecution, noMachine } from './sfn-error.ts';
import type { Ending, ExecutionRecord, MachineRecord, SfnState } from './sfn-state.ts';
import type { Definition } from './states-language.ts';

/** As Step Functions allows one execution. */
const MOST_EVENTS = 25_000;
/** Of finished executions the newest are kept, and at most so many events of theirs together. */
const MOST_EXECUTIONS = 500;
const MOST_EVENTS_KEPT = 30_000;

export interface SfnParts {
  readonly state: SfnState;
  readonly clock: Clock;
  readonly place: Place;
  /** Called when an execution has ended. */
  save(): Promise<void>;
}

/** Step Functions of one Region. */
export class Sfn {
  readonly state: SfnState;
  readonly clock: Clock;
  readonly place: Place;
  readonly #save: () => Promise<void>;
  readonly #running = new Map<
    ExecutionRecord,
    { readonly abort: AbortController; readonly done: Promise<void> }
  >();

  /** Executions that ran when the sandbox last ended are marked as failed: what they were doing is not known any more. */
  constructor({ state, clock, place, save }: SfnParts) {
    this.state = state;
    this.clock = clock;
    this.place = place;
    this.#save = save;
    for (const execution of [...state.executions]) {
      if (execution.status !== 'RUNNING') continue;
      this.#end(execution, {
        status: 'FAILED',
        error: 'Sandbox.Restarted',
        cause:
          'The sandbox was restarted while this execution ran, and cannot go on with it. Start another one.',
      });
    }
  }

  now(): Instant {
    return new Date(this.clock.now()).toISOString();
  }

  machineArn(name: string): string {
    return `${this.#prefix}:stateMachine:${name}`;
  }

  executionArn({ machine, name }: Pick<ExecutionRecord, 'machine' | 'name'>): string {
    return `${this.#prefix}:execution:${machine}:${name}`;
  }

  /** @throws ServiceError `InvalidArn`, `StateMachineDoesNotExist`. */
  machine(arn = ''): MachineRecord {
    checkArn(arn, 'stateMachine');
    const machine = this.findMachine(arn);
    if (!machine) throw noMachine(arn);
    return machine;
  }

  findMachine(arn: string): MachineRecord | undefined {
    return this.state.machines.find(({ name }) => this.machineArn(name) === arn);
  }

  /** @throws ServiceError `InvalidArn`, `ExecutionDoesNotExist`. */
  execution(arn = ''): ExecutionRecord {
    checkArn(arn, 'execution');
    const execution = this.findExecution(arn);
    if (!execution) throw noExecution(arn);
    return execution;
  }

  findExecution(arn: string): ExecutionRecord | undefined {
    return this.state.executions.find((each) => this.executionArn(each) === arn);
  }

  /** Removes a machine with its executions; those that run are ended. */
  removeMachine(machine: MachineRecord): void {
    const { machines, executions } = this.state;
    machines.splice(machines.indexOf(machine), 1);
    const own = executions.filter((each) => each.machine === machine.name);
    for (const execution of own) this.stop(execution, {});
    const others = executions.filter((each) => each.machine !== machine.name);
    executions.splice(0, executions.length, ...others);
  }

  /** Starts an execution; it goes on by itself. */
  start(
    machine: MachineRecord,
    { name, input }: { readonly name: string; readonly input: string },
  ): ExecutionRecord {
    const startedAt = this.now();
    const execution: ExecutionRecord = {
      machine: machine.name,
      name,
      input,
      startedAt,
      events: [],
      status: 'RUNNING',
    };
    this.state.executions.push(execution);
    this.#tell(execution, {
      type: 'ExecutionStarted',
      details: {
        executionStartedEventDetails: {
          input,
          inputDetails: { truncated: false },
          roleArn: machine.roleArn,
        },
      },
    });
    const abort = new AbortController();
    const done = this.#run(execution, machine, abort.signal);
    this.#running.set(execution, { abort, done });
    return execution;
  }

  /** Ends an execution that runs; one that has ended stays as it is. */
  stop(execution: ExecutionRecord, why: Pick<Ending, 'error' | 'cause'>): void {
    if (execution.status !== 'RUNNING') return;
    this.#end(execution, { status: 'ABORTED', ...why });
    this.#running.get(execution)?.abort.abort();
  }

  /** Ends the interpreters. Their executions stay as they are, for the next start to find. */
  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ done }) => done));
  }

  async #run(
    execution: ExecutionRecord,
    machine: MachineRecord,
    signal: AbortSignal,
  ): Promise<void> {
    // Checked when the machine was made.
    const definition: Definition = JSON.parse(machine.definition);
    const tell = historyOf(definition);
    const onEvent = (event: Parameters<typeof tell>[0]) => {
      // It may have been stopped, or the sandbox is closing: what the interpreter says now is of no account.
      if (execution.status !== 'RUNNING' || signal.aborted) return;
      for (const told of tell(event)) this.#tell(execution, told);
      const ending = endingOf(event);
      if (ending) this.#end(execution, ending);
      else if (execution.events.length >= MOST_EVENTS) this.#endTooLong(execution);
    };
    const context = {
      Execution: {
        Id: this.executionArn(execution),
        Name: execution.name,
        RoleArn: machine.roleArn,
      },
      StateMachine: { Id: this.machineArn(machine.name), Name: machine.name },
    };
    try {
      await interpret(definition, JSON.parse(execution.input), { context, onEvent, signal });
    } catch (error) {
      // The interpreter itself failed, not what it ran.
      if (execution.status === 'RUNNING' && !signal.aborted) {
        this.#end(execution, { status: 'FAILED', error: 'States.Runtime', cause: String(error) });
      }
    }
    this.#running.delete(execution);
    // Nobody waits for this save. When it fails, the state on disk is older and says that the execution runs.
    if (execution.status !== 'RUNNING') await this.#save().catch(() => undefined);
  }

  #endTooLong(execution: ExecutionRecord): void {
    this.#end(execution, {
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `The execution reached the maximum number of history events (${MOST_EVENTS}).`,
    });
    this.#running.get(execution)?.abort.abort();
  }

  #end(execution: ExecutionRecord, { status, ...rest }: Ending): void {
    const { error, cause } = rest;
    const failure = { ...(error ? { error } : {}), ...(cause ? { cause } : {}) };
    switch (status) {
      case 'SUCCEEDED': {
        const { output = 'null' } = rest;
        const details = { output, outputDetails: { truncated: false } };
        this.#tell(execution, {
          type: 'ExecutionSucceeded',
          details: { executionSucceededEventDetails: details },
        });
        break;
      }
      case 'FAILED': {
        const details = { executionFailedEventDetails: failure };
        this.#tell(execution, { type: 'ExecutionFailed', details });
        break;
      }
      case 'TIMED_OUT': {
        const details = { executionTimedOutEventDetails: failure };
        this.#tell(execution, { type: 'ExecutionTimedOut', details });
        break;
      }
      case 'ABORTED': {
        const details = { executionAbortedEventDetails: failure };
        this.#tell(execution, { type: 'ExecutionAborted', details });
        break;
      }
    }
    Object.assign(execution, { status, stoppedAt: this.now(), ...rest });
    this.#forgetOldest();
  }

  #tell(execution: ExecutionRecord, { type, details }: Told): void {
    execution.events.push({ at: this.now(), type, details });
  }

  #forgetOldest(): void {
    const { executions } = this.state;
    const finished = executions.filter(({ status }) => status !== 'RUNNING');
    let count = finished.length;
    let events = finished.reduce((sum, each) => sum + each.events.length, 0);
    for (const oldest of finished) {
      // The last one stays, however long it is.
      if (count === 1 || (count <= MOST_EXECUTIONS && events <= MOST_EVENTS_KEPT)) return;
      executions.splice(executions.indexOf(oldest), 1);
      count -= 1;
      events -= oldest.events.length;
    }
  }

  get #prefix(): string {
    return `arn:aws:states:${this.place.region}:${this.place.accountId}`;
  }
}

function checkArn(arn: string, type: 'stateMachine' | 'execution'): void {
  if (!new RegExp(`^arn:aws:states:[^:]+:\\d{12}:${type}:`).test(arn)) throw invalidArn(arn);
}
