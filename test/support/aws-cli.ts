import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isOnPath } from './command-on-path.ts';

export const hasAwsCli = isOnPath('aws');

/**
 * The AWS CLI, which has its own reading of the protocols. Each start of it takes seconds.
 * @param words - e.g. `sts`, `get-caller-identity`
 * @returns its answer; nothing where it gives none.
 */
export async function awsCli(url: string, ...words: string[]): Promise<unknown> {
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ACCESS_KEY_ID: 'SANDBOX',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  const settings = ['--endpoint-url', url, '--region', 'ap-northeast-1', '--output', 'json'];
  const { stdout } = await promisify(execFile)('aws', [...settings, ...words], { env });
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

/** What the AWS CLI says of a call that fails. */
export function awsCliError(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => {
      throw new Error('The call did not fail.');
    },
    ({ stderr }: { readonly stderr: string }) => stderr.trim(),
  );
}
