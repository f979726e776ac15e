import type { ReportModel } from './schema.ts';
import { personText } from './task-text.ts';
import { timeText } from './times.ts';
import type { Words } from './words.ts';

type People = ReportModel['people'];
type Acted = People['participants'][number]['acted'][number];

/** e.g. `started the run; answered as operator, 2 times` */
export function didText({ did }: Acted, words: Words): string {
  const { people } = words;
  const told = did.map(({ what, role, times }) => {
    const done = people.deed[what];
    const deed = role === null ? done : people.deedAs(done, roleText(role, words));
    return times > 1 ? people.deedTimes(deed, times) : deed;
  });
  return words.clauses(told);
}

/** What somebody is in the drill. */
export function rolesText(roles: readonly string[], words: Words): string {
  return words.list(roles.map((role) => roleText(role, words)));
}

export function roleText(role: string, { people }: Words): string {
  const known: { readonly [role: string]: string } = people.role;
  return known[role] ?? role;
}

/** By which identity somebody is known, and on which machines. */
export function knownAsText({ name, identity, arn, hosts }: Acted, words: Words): string {
  return words.list([`${words.people.knownBy[identity]} ${arn ?? name}`, ...hosts]);
}

export function whenText({ firstAt, lastAt }: Acted, report: ReportModel, words: Words): string {
  const first = timeText(firstAt, report, words);
  return firstAt === lastAt ? first : `${first} – ${timeText(lastAt, report, words)}`;
}

/** Who acted although the drill does not name them; `null` where that means nothing. */
export function undeclaredText({ anybody, participants }: People, words: Words): string | null {
  if (anybody) return words.people.anybody;
  const others = participants.filter(({ declared }) => !declared).map(({ name }) => name);
  return others.length === 0 ? null : words.people.undeclared(words.list(others));
}

/** Who agreed, to what and when. */
export function approvalTexts(report: ReportModel, words: Words): string[] {
  return report.people.approvals.map(({ who, title, at, comment }) =>
    [
      personText(who, words),
      words.people.approvedAt(title, timeText(at, report, words)),
      ...(comment === null ? [] : [comment]),
    ].reduce(words.labelled),
  );
}
