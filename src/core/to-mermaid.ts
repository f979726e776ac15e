import type { AnyStateMachine, StateNode } from 'xstate';
import { titleOf } from './declare-steps.ts';

/** The machine as a Mermaid state diagram: its states, and the ways between them. */
export function toMermaid(machine: AnyStateMachine): string {
  const root = machine.root as unknown as StateNode;
  return ['stateDiagram-v2', ...inside(root, 1)].join('\n');
}

function inside(node: StateNode, depth: number): string[] {
  const pad = '  '.repeat(depth);
  const children = Object.values(node.states) as StateNode[];
  const lines: string[] = [];
  for (const target of node.type === 'compound' ? (node.initial?.target ?? []) : []) {
    lines.push(`${pad}[*] --> ${name(target as StateNode)}`);
  }
  children.forEach((child, index) => {
    // Side by side: Mermaid separates regions with two hyphens.
    if (node.type === 'parallel' && index > 0) lines.push(`${pad}--`);
    lines.push(...declare(child, depth), ...ways(child, depth));
  });
  return lines;
}

function declare(node: StateNode, depth: number): string[] {
  const pad = '  '.repeat(depth);
  const title = titleOf(node);
  const declaration = title ? [`${pad}state "${title.replaceAll('"', "'")}" as ${name(node)}`] : [];
  if (Object.keys(node.states).length === 0) {
    const end = node.type === 'final' && node.parent?.parent === undefined;
    return end ? [...declaration, `${pad}${name(node)} --> [*]`] : declaration;
  }
  return [...declaration, `${pad}state ${name(node)} {`, ...inside(node, depth + 1), `${pad}}`];
}

function ways(node: StateNode, depth: number): string[] {
  const pad = '  '.repeat(depth);
  const transitions = [...node.transitions.values()].flat();
  const all = [...transitions, ...(node.always ?? [])];
  const lines = all.flatMap(({ eventType, target }) =>
    (target ?? []).map(
      (to) => `${pad}${name(node)} --> ${name(to as StateNode)}${label(eventType)}`,
    ),
  );
  return [...new Set(lines)];
}

function label(eventType: string): string {
  if (eventType.startsWith('xstate.done')) return '';
  if (eventType.startsWith('xstate.error')) return ' : fails';
  if (eventType.startsWith('xstate.after')) return ` : after ${eventType.split('.')[2] ?? ''}`;
  return eventType === '' ? '' : ` : ${eventType}`;
}

function name(node: StateNode): string {
  return node.path.join('_') || node.key;
}
