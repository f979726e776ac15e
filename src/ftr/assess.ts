import { type Word, wordOn } from './attested.ts';
import type { Requirement, Subject } from './edition.ts';
import type { Facts } from './facts.ts';
import { judgeBackups } from './judge-backups.ts';
import { judgeRpo, judgeRto } from './judge-objectives.ts';
import { isRead, judgePosture } from './judge-posture.ts';
import { judgeResilienceTest, judgeRestoreTest, judgeRootRehearsal } from './judge-tests.ts';
import { type Judged, type Next, NOTHING, type Reason, type Status } from './judged.ts';

/** A requirement, its status, why, and what to do. */
export interface AssessedRequirement extends Omit<Judged, 'standing'> {
  readonly requirement: Requirement;
  readonly status: Status;
}

/**
 * The status of every requirement of an edition. Pure: the same facts give the same answer.
 *
 * Evidence that something is not met wins over every word; a person's "no" wins over evidence that it is; else evidence
 * that proves wins over a word. Of tests, the newest of each drill counts.
 */
export function assess(facts: Facts): readonly AssessedRequirement[] {
  return facts.edition.requirements.map((requirement) => {
    const { subject } = requirement;
    return {
      requirement,
      ...settle(requirement, judge(subject, facts), wordOn(subject, facts)),
    };
  });
}

function judge(subject: Subject, facts: Facts): Judged {
  switch (subject) {
    case 'BAR-001':
      return judgeBackups(facts);
    case 'BAR-002':
      return judgeRestoreTest(facts);
    case 'RES-001':
      return judgeRpo(facts);
    case 'RES-002':
      return judgeRto(facts);
    case 'RES-004':
      return judgeResilienceTest(facts);
    case 'ARC-005':
      return judgeRootRehearsal(facts);
    default:
      return isRead(subject) ? judgePosture(subject, facts) : NOTHING;
  }
}

type Settled = Omit<AssessedRequirement, 'requirement'>;

function settle(
  requirement: Requirement,
  { standing, ...judged }: Judged,
  word: Word | undefined,
): Settled {
  const said = word?.standing === 'counts' ? word.by : undefined;
  const told = (...reasons: readonly Reason[]) => ({
    ...judged,
    reasons: [...reasons, ...judged.reasons],
  });
  if (standing === 'failed') {
    const overruled: readonly Reason[] =
      said && said.met !== false ? [{ code: 'attestation-overruled', by: said }] : [];
    return { ...judged, reasons: [...judged.reasons, ...overruled], status: 'not-met' };
  }
  if (said?.met === false) {
    return {
      ...told({ code: 'denied', by: said }),
      status: 'not-met',
      answers: [{ code: 'attested', by: said }],
      next: { code: 'mend-attested' },
    };
  }
  if (said?.met === 'not-applicable') {
    const { next: _, ...rest } = told({ code: 'not-applicable', by: said });
    return { ...rest, status: 'not-applicable', answers: [{ code: 'attested', by: said }] };
  }
  if (standing === 'proven' || standing === 'not-applicable') {
    const { next: _, ...rest } = judged;
    return { ...rest, status: standing };
  }
  if (said || standing === 'attested') {
    const { next: _, ...rest } = said ? told({ code: 'attested', by: said }) : judged;
    return {
      ...rest,
      status: 'attested',
      ...(said && { answers: [...judged.answers, { code: 'attested', by: said } as const] }),
    };
  }
  return unknown(requirement, judged, word);
}

function unknown(
  { text }: Requirement,
  judged: Omit<Judged, 'standing'>,
  word: Word | undefined,
): Settled {
  const reasons: Reason[] = [...judged.reasons];
  let next: Next = judged.next ?? { code: 'attest' };
  if (word?.standing === 'expired') {
    reasons.unshift({ code: 'attestation-expired', by: word.by, on: word.until });
    next = judged.next ?? { code: 'review' };
  } else if (word) {
    reasons.unshift({ code: 'attestation-not-yet', by: word.by });
    next = { code: 'review' };
  }
  if (text === null) reasons.push({ code: 'wording-not-established' });
  if (reasons.length === 0) reasons.push({ code: 'nobody-said' });
  return { ...judged, reasons, next, status: 'unknown' };
}
