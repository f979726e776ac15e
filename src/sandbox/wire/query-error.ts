import type { ServiceError } from './service-error.ts';

/** The header by which a client of a newer protocol learns the code that the Query protocol has for an error. */
export function queryError({ code, status }: ServiceError): { readonly [name: string]: string } {
  return { 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` };
}
