import type { AnyStateMachine, StateNode } from 'xstate';
import type { StepChoice, StepDeclaration } from './record.ts';
import type { Runbook } from './runbook.ts';
import type { Translations } from './translations.ts';

/** The steps a runbook can take, in the order in which they stand in the machine. */
export function declareSteps(runbook: Runbook): StepDeclaration[] {
  return titledStates(runbook.machine).map((node) => {
    const titles = titlesOf(node);
    const named = { title: titleOf(node) ?? node.key, ...(titles && { titles }) };
    const lanes = lanesOf(node);
    const beside = lanes.length > 0 && { lanes };
    const invoke = node.invoke[0];
    if (!invoke) {
      const choices = choicesOf(node);
      const waits = choices
        ? ({ waitsOn: 'people', choices } as const)
        : ({ waitsOn: 'tool' } as const);
      return { id: node.path.join('.'), ...named, kind: 'gate', ...waits, ...beside };
    }
    const name = String(invoke.src);
    const activity = runbook.activities[name];
    return {
      id: invoke.id,
      ...named,
      activity: name,
      kind: activity?.kind ?? 'probe',
      waitsOn: activity?.waitsOn ?? 'tool',
      ...beside,
    };
  });
}

/** A state's `meta.title`: what people read for it. */
export function titleOf(node: StateNode): string | undefined {
  const meta = node.meta as { readonly title?: unknown } | undefined;
  return typeof meta?.title === 'string' ? meta.title : undefined;
}

/** A state's `meta.titles`: its title in other languages. */
function titlesOf(node: StateNode): Translations | undefined {
  const meta = node.meta as { readonly titles?: Translations } | undefined;
  return meta?.titles;
}

/** A state's `meta.choices`: what an operator can answer there. */
function choicesOf(node: StateNode): readonly StepChoice[] | undefined {
  const meta = node.meta as { readonly choices?: readonly StepChoice[] } | undefined;
  return meta?.choices;
}

function lanesOf({ parent, path }: StateNode): readonly string[] {
  if (!parent) return [];
  return [...lanesOf(parent), ...(parent.type === 'parallel' ? [path.join('.')] : [])];
}

export function allStates(machine: AnyStateMachine): StateNode[] {
  const found: StateNode[] = [];
  const visit = (node: StateNode) => {
    found.push(node);
    for (const child of Object.values(node.states) as StateNode[]) visit(child);
  };
  visit(machine.root as unknown as StateNode);
  return found.sort((a, b) => a.order - b.order);
}

/** A title on a compound state is a heading, not a step. */
function titledStates(machine: AnyStateMachine): StateNode[] {
  return allStates(machine).filter(
    (node) => node.invoke.length > 0 || (node.type === 'atomic' && titleOf(node) !== undefined),
  );
}
