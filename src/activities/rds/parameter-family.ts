/**
 * Whether a parameter group's family (`postgres16`, `mysql8.0`, `sqlserver-se-15.0`) is that of an engine and version.
 * The family holds as much of the version as matters: `postgres16` fits 16.4, `mysql8.0` fits 8.0.35.
 */
export function familyFits(family: string, engine: string, version: string): boolean {
  if (!family.startsWith(engine)) return false;
  const wanted = family.slice(engine.length).replace(/^-/, '');
  if (!/^\d+(\.\d+)*$/.test(wanted)) return false;
  // By numbers, since `15.0` also stands for `15.00`.
  const parts = version.split('.').map(Number);
  return wanted.split('.').every((part, index) => Number(part) === parts[index]);
}
