/** The resource types of RDS that the sandbox has, as ARNs spell them. */
export type ArnType = 'db' | 'snapshot' | 'subgrp' | 'pg' | 'auto-backup';

/** Where the resources live. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

export function arnOf(place: Place, type: ArnType, name: string): string {
  return `arn:aws:rds:${place.region}:${place.accountId}:${type}:${name}`;
}

/** Type and name of an ARN of this place; `undefined` when it is another's or no ARN. */
export function parseArn(place: Place, arn: string): { type: string; name: string } | undefined {
  const prefix = `arn:aws:rds:${place.region}:${place.accountId}:`;
  if (!arn.startsWith(prefix)) return undefined;
  const [type = '', ...name] = arn.slice(prefix.length).split(':');
  return { type, name: name.join(':') };
}

/** The name that is meant: several operations take an ARN where they ask for a name. */
export function nameOf(place: Place, nameOrArn: string): string {
  const parsed = nameOrArn.startsWith('arn:') ? parseArn(place, nameOrArn) : undefined;
  return (parsed?.name ?? nameOrArn).toLowerCase();
}

/** The Region of an ARN of any place; `undefined` when it is no ARN of RDS. */
export function regionOf(arn: string): string | undefined {
  return /^arn:aws:rds:([a-z0-9-]+):/.exec(arn)?.[1];
}
