import { formatDuration } from '../core/duration.ts';
import type { FtrWords } from './words.ts';

const OBJECTIVES = { rto: 'RTO', rpo: 'RPO' } as const;

const MODES = {
  'accidental-data-loss': 'accidental data loss',
  'instance-failure': 'instance failure',
  'az-failure': 'Availability Zone failure',
  'region-failure': 'Region failure',
  'root-access-loss': 'loss of root access',
  'root-compromise': 'compromised root user',
} as const;

/** Why a status is what it is, in English. */
export const TOLD_ENGLISH: Pick<FtrWords, 'why' | 'reason' | 'answer' | 'next' | 'mode'> = {
  mode: MODES,
  why: {
    sandbox: () => 'a run in the sandbox is never evidence',
    elsewhere: () => 'its calls went to another endpoint than AWS',
    tabletop: () => 'it was only talked through',
    interrupted: () => 'it has no end',
    aborted: () => 'it was aborted',
    unproven: () => 'it proved nothing: not everything was measured or checked',
    'not-begun': () => 'it failed before the recovery began',
    'not-completed': () => 'it did not complete, so how it left things is not known',
    'in-future': () => 'it is dated in the future',
    unread: () => 'not read: a newer run of this drill was',
    'runbook-gone': () => 'its runbook is no longer there',
    stale: ({ months, days }) =>
      months === undefined ? `older than ${days} days` : `older than ${months} months`,
    'runbook-changed': ({ from, to }) =>
      `its runbook has changed since, from version ${from} to ${to}`,
    rejected: ({ by }) => `${by} has rejected its record`,
    superseded: ({ by }) => `a newer test counts, ${by}`,
    'objective-tightened': ({ what, actualMs, objectiveMs }) =>
      `its ${OBJECTIVES[what]} of ${formatDuration(actualMs)} is over the ${formatDuration(objectiveMs)} that the drill declares now`,
  },
  reason: {
    'objective-declared': ({ what, drills }) =>
      `The ${OBJECTIVES[what]} is declared by ${drills === 1 ? '1 drill' : `${drills} drills`} of the workload.`,
    'objective-missing': ({ what }) =>
      `No drill that runs in an AWS account declares an ${OBJECTIVES[what]}.`,
    'rto-at-limit': ({ drill }) =>
      `${drill} declares exactly 24 h. The edition also says “less than 24”, so a reviewer may ask.`,
    'rto-over-limit': ({ drill }) => `${drill} declares an RTO over the limit of the edition.`,
    'limit-none': () => 'This edition has no limit; Kunren accepts no more than 24 h.',
    'limit-not-established': () =>
      'Whether this edition has a limit is not established; Kunren accepts no more than 24 h.',
    'limit-kept': () => 'It is within the 24 h of the edition.',
    'period-own': () => 'The edition names no number of months; Kunren lets a test count for 12.',
    'restore-passed': ({ run, drill }) =>
      `${drill} restored the data, kept both objectives and passed every check: ${run}.`,
    'test-missed': ({ run, drill }) => `The newest test of ${drill} failed: ${run}.`,
    'restore-missing': () =>
      'No restore from a backup with checked data has passed in an AWS account.',
    'drill-untested': ({ drill }) => `${drill} is declared and has no test that counts.`,
    'drill-unscheduled': ({ drill }) =>
      `${drill} declares no schedule; a regular one is asked for.`,
    'mode-passed': ({ mode, run, live }) =>
      `Tested with ${MODES[mode]}${live ? ', live' : ', as a rehearsal beside production'}: ${run}.`,
    'mode-missing': ({ mode }) => `No test with ${MODES[mode]} has passed in an AWS account.`,
    'one-mode-asked': () =>
      'This edition asks for an Availability Zone at minimum, and for whatever else concerns the architecture; that is for a person to judge.',
    'root-rehearsed': ({ run }) => `The recovery of a root user was rehearsed: ${run}.`,
    'root-missed': ({ run }) => `The newest rehearsal of a root user’s recovery failed: ${run}.`,
    'root-never-rehearsed': () =>
      'The recovery of a root user was never rehearsed in an AWS account.',
    'root-misuse-never-rehearsed': () =>
      'This edition asks for misuse of the credentials; that was never rehearsed.',
    'plan-is-a-document': () => 'The plan itself is a document; somebody has to attest it.',
    'finding-good': ({ account, title, text }) => `${account}: ${title}. ${text}`,
    'finding-bad': ({ account, title, text }) => `${account}: NOT so: ${title}. ${text}`,
    'finding-open': ({ account, title, text }) => `${account}: not known: ${title}. ${text}`,
    'finding-missing': ({ account, id }) => `${account}: nobody has looked at ${id}.`,
    'account-unseen': ({ account }) => `${account}: no run that counts has looked at it.`,
    'no-account': () => 'No AWS account is declared, so there is none to look at.',
    'person-finishes': () =>
      'That speaks for it, and does not settle it; somebody has to attest it.',
    'root-was-used': () =>
      'The root user was used. Whether that was an exception, somebody has to attest.',
    'backup-on': ({ instance, retentionDays, behindMs }) =>
      `${instance}: automated backups are kept for ${retentionDays} days, and the newest restorable moment was ${formatDuration(behindMs)} old.`,
    'backup-behind': ({ instance, behindMs }) =>
      `${instance}: the newest restorable moment was ${formatDuration(behindMs)} old, which is over the RPO.`,
    'backup-off': ({ instance }) => `${instance}: automated backups are off.`,
    'backup-open': ({ instance }) => `${instance}: how new its newest backup is, is not known.`,
    'backup-unseen': () => 'No run that counts has looked at the backups of a database.',
    'backup-scope': () =>
      'That is known of the databases that drills recover; other data is not looked at.',
    'backup-excluded': ({ exclusion: { what, owner, date, reason } }) =>
      `Not backed up on purpose: ${what} (${owner}, ${date}): ${reason}`,
    'exclusion-expired': ({ exclusion: { what }, on }) =>
      `The decision not to back up ${what} expired on ${on}.`,
    attested: ({ by: { owner, date, reason } }) => `${owner} attests it (${date}): ${reason}`,
    denied: ({ by: { owner, date, reason } }) =>
      `${owner} says that it is not met (${date}): ${reason}`,
    'not-applicable': ({ by: { owner, date, reason } }) =>
      `${owner} says that it does not apply (${date}): ${reason}`,
    'attestation-expired': ({ by: { owner }, on }) => `What ${owner} attested expired on ${on}.`,
    'attestation-overruled': ({ by: { owner } }) =>
      `${owner} says otherwise; evidence contradicts it, and evidence counts.`,
    'attestation-not-yet': ({ by: { owner, date } }) =>
      `What ${owner} says is dated in the future, ${date}.`,
    'nobody-said': () => 'No run looks at it, and nobody has attested it.',
    'wording-not-established': () => 'What this edition asks here is not established.',
  },
  answer: {
    objective: ({ what, ms, drills }) =>
      `${OBJECTIVES[what]} ${formatDuration(ms)} (${drills.join(', ')})`,
    'test-date': ({ day, result }) =>
      `Last resilience test: ${day}${result === 'failed' ? ', not passed' : ''}`,
    report: ({ reportId, run }) => `Report ${reportId} (reports/${run}/report.html)`,
    excluded: ({ exclusion: { what, owner, date, reason } }) =>
      `Not backed up by decision of ${owner}, ${date}: ${what}. ${reason}`,
    attested: ({ by: { response, reason, owner, date, evidence } }) =>
      `${response ?? reason} (${owner}, ${date}${evidence === undefined ? '' : `; ${evidence}`})`,
  },
  next: {
    run: ({ live }) => (live ? 'changes production, and asks first' : 'run it'),
    'declare-account': () => 'declare an AWS account in drills/environments.yaml, then',
    'write-drill': (next) =>
      next.for === 'restore' || next.for === 'root-recovery'
        ? `write a drill of a ${next.for === 'restore' ? 'restore' : 'root user’s recovery'} in drills/`
        : `write a drill whose scenario.kind is ${next.for} in drills/`,
    mend: () => 'see what it missed, mend it, and run it again',
    'mend-account': ({ account }) => `put it right in account ${account}, and look again`,
    attest: () => 'attest it in',
    review: () => 'review it, and say it anew in',
    'mend-attested': () => 'put it right, then change',
    shorten: () => 'shorten the RTO in',
  },
};
