/** Who did something in a run, and how that is known. */
export interface Person {
  /** For people: the user's name, or the end of the ARN. */
  readonly name: string;
  /** `aws`: the caller that AWS itself has named. `os`: a user of a machine, whom whoever has that user's shell can be. */
  readonly identity: 'aws' | 'os';
  /** Of the caller, as `sts:GetCallerIdentity` gave it. */
  readonly arn?: string;
  readonly host: string;
  /** Where it was typed. */
  readonly via: 'screen' | 'command';
}

/** What two answers of one person have in common: not the machine, and not the session of a role. */
export function personKey({ identity, arn, name }: Person): string {
  return identity === 'aws' && arn !== undefined ? `aws ${arn}` : `os ${name}`;
}

/** e.g. `ops (OS user on host-1)`, `ops (arn:aws:iam::…:user/ops)` */
export function describePerson({ name, identity, arn, host }: Person): string {
  return identity === 'aws' ? `${name} (${arn ?? 'AWS caller'})` : `${name} (OS user on ${host})`;
}
