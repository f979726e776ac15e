import type { AwsCredentials } from './aws-credentials.ts';
import type { Transport } from './aws-transport.ts';
import type { OUTERMOST, observeCalls } from './observe-calls.ts';

/** Makes a client for one attempt: its calls end with the attempt, are on its record and fail in our form. */
export type Connect = <C extends AnyClient>(
  Client: new (config: ClientConfig) => C,
  /** IAM prefix, e.g. `rds`. */
  service: string,
  region: string,
) => Promise<C>;

/** What every client of the SDK is made with. */
export interface ClientConfig {
  readonly region: string;
  readonly maxAttempts: number;
  readonly endpoint?: string;
  /** Endpoints of variables such as `AWS_ENDPOINT_URL_RDS`, and of the configuration's files. */
  readonly ignoreConfiguredEndpointUrls: boolean;
  /** Of S3: a bucket as a part of the path, where its name cannot be one of the host's. */
  readonly forcePathStyle?: boolean;
  /** Of S3: where AWS says that a bucket is in another Region, ask there. */
  readonly followRegionRedirects: boolean;
  readonly credentials: () => Promise<AwsCredentials>;
  readonly requestHandler: Transport;
}

export interface AnyClient {
  readonly middlewareStack: {
    add(middleware: ReturnType<typeof observeCalls>, options: typeof OUTERMOST): void;
  };
}
