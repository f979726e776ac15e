import type { WireProtocol, WireRequest } from './wire-protocol.ts';

/**
 * A protocol for a service that speaks several: each request is answered in the one that it came in.
 * @param spokenBy the protocol of a request; of none for an answer to nobody.
 */
export function choiceOfProtocols(
  spokenBy: (request: WireRequest | undefined) => WireProtocol,
): WireProtocol {
  return {
    operationName: (request, operations) => spokenBy(request).operationName(request, operations),
    readInput: (request, operation) => spokenBy(request).readInput(request, operation),
    writeOutput: (operation, output, requestId, request) =>
      spokenBy(request).writeOutput(operation, output, requestId, request),
    writeError: (error, requestId, request) =>
      spokenBy(request).writeError(error, requestId, request),
  };
}
