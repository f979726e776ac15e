/** A state machine in Amazon States Language, valid by its schema. */
export interface Definition {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: StateDefinition };
  readonly TimeoutSeconds?: number;
  readonly QueryLanguage?: unknown;
}

export interface StateDefinition {
  readonly Type: string;
  readonly QueryLanguage?: unknown;
  readonly [field: string]: unknown;
}

/** All states of a definition, those of branches and iterations included, with their names. */
export function statesOf(definition: Definition): (readonly [string, StateDefinition])[] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    [name, state] as const,
    ...innerOf(state).flatMap(statesOf),
  ]);
}

/** A definition with each state replaced, those of branches and iterations included. */
export function mapStates<Whole extends Definition>(
  definition: Whole,
  change: (state: StateDefinition) => StateDefinition,
): Whole {
  const inner = (state: StateDefinition): StateDefinition => {
    const { Branches, ItemProcessor, Iterator } = state;
    return {
      ...state,
      ...(Branches ? { Branches: (Branches as Definition[]).map(whole) } : {}),
      ...(ItemProcessor ? { ItemProcessor: whole(ItemProcessor as Definition) } : {}),
      ...(Iterator ? { Iterator: whole(Iterator as Definition) } : {}),
    };
  };
  const whole = <Some extends Definition>(some: Some): Some => ({
    ...some,
    States: Object.fromEntries(
      Object.entries(some.States).map(([name, state]) => [name, inner(change(state))]),
    ),
  });
  return whole(definition);
}

/** The machines inside of a state. */
function innerOf({ Branches, ItemProcessor, Iterator }: StateDefinition): Definition[] {
  return [Branches, ItemProcessor, Iterator]
    .flat()
    .filter((inner) => inner !== undefined) as Definition[];
}
