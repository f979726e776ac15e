import type { Failure } from '../../core/failure.ts';

/** What to type next, by the code of the failure; `undefined` where the message says it all. */
export function nextStep(failure: Failure): string | undefined {
  const known = failure.details?.['run'];
  const run = typeof known === 'string' ? known : '<run>';
  switch (failure.code) {
    case 'PROJECT_MISSING':
      return 'cd into your project, or make a drills/ folder with a drill file in it';
    case 'DRILL_NOT_FOUND':
    case 'DRILL_FOLDER_NOT_FOUND':
      return 'drill list';
    case 'FOLLOW_UP_UNKNOWN':
      return 'drill followup';
    case 'RUN_UNKNOWN':
      return 'drill runs';
    case 'OCCURRENCE_TAKEN':
      return `drill report ${run}   (or drill resume ${run}, where it was interrupted)`;
    case 'OCCURRENCE_AHEAD':
      return 'drill schedule   (or the same command without --trigger and --occurrence)';
    case 'FILE_DIFFERS':
      return 'look at the file; the same command with --force writes over it';
    case 'FILE_UNWRITABLE':
      return 'make room there or give it to yourself; or the same command with another --out';
    case 'REPORT_NOT_WRITTEN':
      return `make room there or give it to yourself, then: drill report ${run}   (or another --out)`;
    case 'NO_SUCH_BUCKET':
      return 'the same command with the name of a bucket that is there, made with object lock';
    case 'BUCKET_DENIED':
      return 'the same command with --owner <account of the bucket>, or --env <name> that may use it';
    case 'REQUIREMENT_UNKNOWN':
      return 'drill ftr   (lists them)';
    case 'DRILL_NEVER_RUN':
      return 'drill history';
    case 'COPY_AMONG_EVIDENCE':
      return 'the same command with another --out';
    case 'RUN_LOCKED':
      return `drill watch ${run}   (or drill abort ${run})`;
    case 'SIGNING_KEY_UNKNOWN':
    case 'SIGNING_KEY_AMBIGUOUS':
      return 'drill key list';
    case 'SIGNING_KEY_EXPOSED':
      return 'chmod 600 it; if others may have read it: drill key retire <name>, then drill key new';
    case 'SIGNING_KEY_LOCKED':
      return 'set KUNREN_KEY_PASSPHRASE, or do it at a terminal';
    case 'SIGNING_KEY_RETIRED':
    case 'SIGNING_KEY_EXISTS':
      return 'drill key new <another name>';
    case 'EVIDENCE_UNVERIFIED':
      return `drill verify ${run}   (says what differs, and whether it can be made anew)`;
    case 'MANIFEST_MISSING':
    case 'EVIDENCE_NOT_WRITTEN':
      return `drill report ${run}`;
    case 'RUN_NOT_FINISHED':
      return `drill resume ${run}   (or drill abort ${run})`;
    case 'RUN_FINISHED':
      return `drill report ${run}   (or drill lesson ${run} "…"; drill clean ${run})`;
    case 'PRODUCTION_IN_USE':
      return failure.details?.['driven'] === true
        ? `drill watch ${run}   (or drill abort ${run})`
        : `drill resume ${run}   (or drill abort ${run})`;
    case 'RUN_INTERRUPTED':
      return `drill resume ${run}`;
    case 'JOURNAL_BROKEN':
      return `make room or mend the disk, then: ${known ? `drill resume ${run}` : 'the same command again'}`;
    case 'JOURNAL_UNWRITABLE':
      return 'make room in reports/ or give it to yourself; drill doctor';
    case 'JOURNAL_TAMPERED':
      return `drill verify ${run}; restore the journal from a copy. Nothing is run from an altered one`;
    case 'JOURNAL_NEWER':
      return 'npm install kunren@latest';
    case 'RUNBOOK_CHANGED':
      return `check out the version the run was started with, then: drill resume ${run}`;
    case 'CREDENTIALS_MISSING':
    case 'CREDENTIALS_EXPIRED':
      return 'aws sso login --profile <profile>, then the same command again';
    case 'ACCOUNT_MISMATCH':
      return 'check profile and account in drills/environments.yaml; drill doctor';
    case 'ENDPOINT_UNREACHABLE':
      return 'drill doctor';
    case 'ACCESS_DENIED':
      return 'drill plan <drill> prints the IAM actions that the role needs';
    case 'RUN_NOT_DRIVEN':
      return `drill resume ${run}`;
    case 'NO_DECISION_OPEN':
      return `drill watch ${run}`;
    case 'TASK_NOT_OPEN':
    case 'TASK_AMBIGUOUS':
    case 'SECRET_UNWANTED':
      return `drill tasks ${run}`;
    case 'SECRET_WANTED':
      return `drill answer ${run} ${String(failure.details?.['step'])} --secret`;
    case 'DECISION_UNKNOWN':
      return `drill decide ${run}`;
    case 'LIVE_NOT_ASKED_FOR':
      return 'drill run <drill> --live   (or a drill that rehearses it)';
    case 'SANDBOX_DOWN':
      return 'drill sandbox up';
    case 'PORT_IN_USE':
      return 'drill sandbox up --port <another>';
    default:
      return failure.class === 'bug'
        ? 'please report this, with the journal of the run if there is one'
        : undefined;
  }
}
