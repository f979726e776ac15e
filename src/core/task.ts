import type { Json } from './failure.ts';
import type { Role } from './people.ts';
import type { Person } from './person.ts';
import type { Instant, Ms } from './ports.ts';

/** One thing that a person is asked to do, or to decide; the input of a human activity. */
export interface TaskPrompt {
  /** The one next action, in plain words, e.g. `Open the root sign-in page and choose "Forgot your password?".` */
  readonly action: string;
  /** Who shall do it. */
  readonly role: Role;
  /** Where it is done. */
  readonly link?: string;
  /** What happens after it. */
  readonly next?: string;
  /** How long it usually takes. */
  readonly expectedMs: Ms;
  /** Time from the opening of the task, on the wall clock, after which no answer counts. */
  readonly deadlineMs: Ms;
  readonly answer: AnswerForm;
  /**
   * Whoever has started the run may not answer.
   * @default the drill's own rule, for approvals; `false` for anything else
   */
  readonly secondPerson?: boolean;
  /**
   * It may be left out, with a reason. What was left out is never passed.
   * @default true, but for approvals
   */
  readonly maySkip?: boolean;
}

/** What a task wants to hear. */
export type AnswerForm =
  /** That it is done; nothing else. */
  | { readonly kind: 'done' }
  | { readonly kind: 'choice'; readonly choices: readonly TaskChoice[] }
  | {
      readonly kind: 'text';
      /** e.g. `the name of the device` */
      readonly of: string;
      /** The whole text has to match. */
      readonly pattern?: string;
      readonly example?: string;
    }
  | {
      readonly kind: 'number';
      readonly of: string;
      readonly min?: number;
      readonly max?: number;
    }
  /** A file that is kept with the run, e.g. a picture of a screen. */
  | { readonly kind: 'file'; readonly of: string }
  /** What it is called somewhere else, e.g. the id of a support case. */
  | {
      readonly kind: 'reference';
      readonly of: string;
      readonly pattern?: string;
      readonly example?: string;
    }
  /** It goes into memory and nowhere else; the journal says only that it was given, by whom and when. */
  | {
      readonly kind: 'secret';
      /** e.g. `the code in the mail` */
      readonly of: string;
      /** Its name in the vault of the process that drives the run. A process that dies loses it. */
      readonly secret: string;
      /** The whole of it has to match. */
      readonly pattern?: string;
      /** What one looks like, e.g. `123456`. */
      readonly example?: string;
    }
  /** So many different people have to agree; one who declines is enough to end it. */
  | { readonly kind: 'approval'; readonly needed: number };

export interface TaskChoice {
  readonly value: string;
  readonly label: string;
}

/** A file beside the journal: `files/<first digits of the hash>-<name>` in the run's folder. */
export interface AttachedFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What somebody has said to a task. */
export interface TaskAnswer {
  readonly at: Instant;
  readonly who: Person;
  readonly kind: 'answer' | 'decline' | 'skip';
  readonly value?: string | number;
  readonly comment?: string;
  readonly file?: AttachedFile;
}

/** A task as it stands. */
export interface TaskState {
  /** The step that waits for it. */
  readonly activity: string;
  readonly prompt: TaskPrompt;
  readonly openedAt: Instant;
  readonly deadline: Instant;
  readonly status: 'open' | 'answered' | 'declined' | 'skipped' | 'overdue' | 'cancelled';
  readonly answers: readonly TaskAnswer[];
}

/** What came of a task that did not fail; the output of a human activity. */
export interface TaskOutcome {
  readonly outcome: 'answered' | 'approved' | 'skipped';
  /** What was answered: the choice, text, number or reference; the name of a file; the reason of a skip. */
  readonly value: Json;
  /** Who has answered, the last of several. */
  readonly by: string;
  readonly at: Instant;
}
