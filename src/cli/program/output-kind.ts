/** How a command answers. */
export type OutputKind = 'text' | 'json';
