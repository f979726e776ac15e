import type { StateNode } from 'xstate';
import { allStates, titleOf } from './declare-steps.ts';
import type { Runbook } from './runbook.ts';

/** What is wrong with a runbook, without running it; one sentence each, empty when nothing is. */
export function checkRunbook(runbook: Runbook): string[] {
  const states = allStates(runbook.machine);
  return [
    ...(/^\d+\.\d+\.\d+$/.test(runbook.version)
      ? []
      : [`The version "${runbook.version}" is not a semantic version such as 1.0.0.`]),
    ...states.flatMap((node) => checkInvokes(runbook, node)),
    ...duplicates(states.flatMap((node) => node.invoke.map(({ id }) => id))).map(
      (id) => `The activity id "${id}" is used by more than one state.`,
    ),
    ...unreachable(states).map((node) => `No way leads to the state "${node.path.join('.')}".`),
    ...(states.some((node) => node.type === 'final') ? [] : ['The runbook has no final state.']),
  ];
}

function checkInvokes(runbook: Runbook, node: StateNode): string[] {
  const where = `The state "${node.path.join('.') || node.key}"`;
  const problems: string[] = [];
  if (node.invoke.length > 1) problems.push(`${where} invokes more than one activity.`);
  for (const invoke of node.invoke) {
    const name = String(invoke.src);
    if (!runbook.activities[name]) {
      problems.push(`${where} invokes "${name}", which is not among the runbook's activities.`);
    }
    // xstate's generated ids carry the path; journals need a name that survives a move.
    if (/^\d+\./.test(invoke.id)) problems.push(`${where} invokes "${name}" without an id.`);
    if (!titleOf(node)) problems.push(`${where} has no meta.title.`);
    for (const outcome of ['done', 'error']) {
      if (!node.transitions.has(`xstate.${outcome}.actor.${invoke.id}`)) {
        problems.push(`${where} does not handle the ${outcome} of "${name}".`);
      }
    }
  }
  return problems;
}

function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function unreachable(states: readonly StateNode[]): StateNode[] {
  const [root] = states;
  if (!root) return [];
  const reached = new Set<StateNode>();
  const enter = (node: StateNode) => {
    if (reached.has(node)) return;
    reached.add(node);
    if (node.parent) enter(node.parent as StateNode);
    const children = Object.values(node.states) as StateNode[];
    if (node.type === 'parallel') children.forEach(enter);
    else if (node.type === 'compound') {
      for (const target of node.initial?.target ?? []) enter(target as StateNode);
    }
    const transitions = [...node.transitions.values()].flat();
    for (const { target } of [...transitions, ...(node.always ?? [])]) {
      for (const one of target ?? []) enter(one as StateNode);
    }
  };
  enter(root);
  return states.filter((node) => !reached.has(node));
}
