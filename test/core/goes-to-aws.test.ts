import { describe, expect, it } from 'vitest';
import type { Environment } from '../../src/core/drill.ts';
import { goesToAws } from '../../src/core/goes-to-aws.ts';

function isEvidence(endpointUrl: string): boolean {
  const environment: Environment = {
    name: 'staging',
    kind: 'aws',
    region: 'ap-northeast-1',
    accountId: '123456789012',
    endpointUrl,
  };
  return goesToAws(environment);
}

describe('an environment goes to AWS', () => {
  it.each([
    'https://rds.ap-northeast-1.amazonaws.com',
    'https://rds-fips.us-gov-west-1.amazonaws.com',
    'https://s3.dualstack.eu-central-1.amazonaws.com',
    'https://rds.cn-north-1.amazonaws.com.cn',
    'https://rds.ap-northeast-1.api.aws',
    'https://iam.amazonaws.com',
    'https://vpce-0a1b2c3d-4e5f.rds.ap-northeast-1.vpce.amazonaws.com',
  ])('by its endpoint %s', isAws(true));

  it.each([
    'http://127.0.0.1:4566',
    'http://rds.ap-northeast-1.amazonaws.com',
    'https://rds.ap-northeast-1.amazonaws.com:4566',
    'https://ec2-203-0-113-25.ap-northeast-1.compute.amazonaws.com',
    'https://ec2-203-0-113-25.compute-1.amazonaws.com',
    'https://stack-1234.ap-northeast-1.elb.amazonaws.com',
    'https://a1b2c3.execute-api.ap-northeast-1.amazonaws.com',
    'https://answers.s3.ap-northeast-1.amazonaws.com',
    'https://vpce-0a1b-2c3d.vpce-svc-0a1b.ap-northeast-1.vpce.amazonaws.com',
    'https://amazonaws.com',
    'https://rds.ap-northeast-1.amazonaws.com.example.com',
    'not an address',
  ])('but not by %s, behind which anybody may stand', isAws(false));
});

function isAws(expected: boolean) {
  return (endpointUrl: string) => expect(isEvidence(endpointUrl)).toBe(expected);
}
