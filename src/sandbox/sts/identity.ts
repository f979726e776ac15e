/** Who a caller is. */
export interface Identity {
  /** `role`: a session of one. `root`: by an access key of its own, or by AssumeRoot. `service`: one of AWS's own. */
  readonly kind: 'user' | 'role' | 'root' | 'service';
  /** Twelve digits; the account that the caller acts in. */
  readonly account: string;
  readonly userId: string;
  readonly arn: string;
  /** As CloudTrail calls it: the user, the session of a role, `root`. */
  readonly name: string;
  /** All that a session by AssumeRoot may do. */
  readonly task?: string;
  /** When the session began, for temporary credentials. */
  readonly since?: string;
}

/** The name of the one IAM user of the management account. */
const OPERATOR = 'sandbox';

/** Whoever uses an access key that nobody gave out. */
export function operatorOf(account: string): Identity {
  return {
    kind: 'user',
    account,
    userId: 'AIDASANDBOXOPERATOR00',
    arn: `arn:aws:iam::${account}:user/${OPERATOR}`,
    name: OPERATOR,
  };
}

/** The root user of an account. */
export function rootOf(account: string): Identity {
  const arn = `arn:aws:iam::${account}:root`;
  return { kind: 'root', account, userId: account, arn, name: 'root' };
}

/** One of AWS's own services, which acts for an account. @param name e.g. `backup` */
export function serviceOf(account: string, name: string): Identity {
  const arn = `arn:aws:iam::${account}:role/aws-service-role/${name}.amazonaws.com`;
  return { kind: 'service', account, userId: `${name}.amazonaws.com`, arn, name };
}
