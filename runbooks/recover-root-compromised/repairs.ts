/** What people put back where a stranger has changed it, by the finding that tells. It takes no root user. */
export const REPAIRS: { readonly [finding: string]: string } = {
  'contact-billing': 'the alternate contact for billing',
  'contact-operations': 'the alternate contact for operations',
  'contact-security': 'the alternate contact for security',
  'trail-logging': 'the recording of the trail',
};

/** @param failing ids of findings */
export function tellRepairs(failing: readonly string[]): string {
  return failing.flatMap((id) => REPAIRS[id] ?? []).join(', ');
}
