import { unknownPerson } from '../core/fold-task.ts';
import { NOBODY_DECLARED, type People, participantOf } from '../core/people.ts';
import { type Person, personKey } from '../core/person.ts';
import { reportId } from '../core/report-id.ts';
import type { RunState } from '../core/run-state.ts';
import { reportPerson } from './report-tasks.ts';
import type { ReportModel } from './schema.ts';

type SignOff = ReportModel['people']['signOffs'][number];

/** Who has stood for the record, in their order, and whether they had a part in what they sign. */
export function reportSignOffs(state: RunState): SignOff[] {
  const people = state.drill.people ?? NOBODY_DECLARED;
  const actors = new Set(actorsOf(state).map((person) => selfOf(person, people)));
  return state.signOffs.map(({ at, by, name, role, decision, comment, head, signature }) => ({
    at,
    by: reportPerson(by),
    name,
    role,
    decision,
    comment: comment ?? null,
    report: reportId({ run: state.run, lastHash: head }),
    tookPart: !actors.has(selfOf(by, people)) ? 'not-known' : actors.size > 1 ? 'too' : 'alone',
    keyId: signature?.keyId ?? null,
  }));
}

function actorsOf({ starter, commands }: RunState): Person[] {
  const did = commands.filter(({ accepted }) => accepted);
  return [starter, ...did.map(({ by, who }) => who ?? unknownPerson(by))];
}

/** Whoever the drill names is one person, as whatever they are known. */
function selfOf(person: Person, people: People): string {
  return participantOf(people, person)?.name ?? personKey(person);
}
