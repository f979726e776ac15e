/**
 * An error that a service answers, as it stands on the wire.
 * Not a `KunrenError`: it is a correct answer of the cloud and never leaves the sandbox as an exception.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** The code on the wire, e.g. `DBInstanceNotFound`. */
  readonly code: string;
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  /** Members of a modeled error beside its message. The REST protocols write them. */
  readonly details: { readonly [name: string]: string };

  constructor(
    code: string,
    message: string,
    options: Partial<Pick<ServiceError, 'status' | 'headers' | 'details'>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.headers = options.headers ?? {};
    this.details = options.details ?? {};
  }
}

/** An error's schema as the SDK's clients export it: index 2 name, 3 traits. */
type ErrorSchema = readonly [-3, string, string, unknown, ...unknown[]];

/** An error of the service's model, with the code and the status that the model gives it on the wire. */
export function modeledError(
  schema: ErrorSchema,
  message: string,
  details: ServiceError['details'] = {},
): ServiceError {
  const traits = schema[3] as {
    readonly awsQueryError?: readonly [string, number];
    readonly httpError?: number;
  };
  const [code, status] = traits.awsQueryError ?? [schema[2], traits.httpError ?? 400];
  return new ServiceError(code, message, { status, details });
}
