/** `A.B.1.C=x` as a tree: a node per dot. */
export interface FormNode {
  value?: string;
  readonly children: Map<string, FormNode>;
}

/** Reads the flat names of an AWS Query request into the tree that they spell. */
export function parseForm(parameters: Iterable<readonly [string, string]>): FormNode {
  const root: FormNode = { children: new Map() };
  for (const [name, value] of parameters) {
    let node = root;
    for (const part of name.split('.')) {
      let child = node.children.get(part);
      if (!child) {
        child = { children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.value = value;
  }
  return root;
}

/** The children named 1, 2, 3, …, in the order of their numbers. */
export function numberedChildren(node: FormNode): FormNode[] {
  return [...node.children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
