import {
  ValidateStateMachineDefinition$,
  type ValidateStateMachineDefinitionInput,
  type ValidateStateMachineDefinitionOutput,
} from '@aws-sdk/client-sfn';
import { operation } from '../../wire/service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { checkDefinition } from '../check-definition.ts';
import type { Sfn } from '../sfn.ts';

/** Finds one error at a time, as making the state machine does. */
export const validateDefinition = operation<
  ValidateStateMachineDefinitionInput,
  ValidateStateMachineDefinitionOutput,
  Sfn
>({
  schema: ValidateStateMachineDefinition$,
  mutating: false,
  honours: ['definition', 'type', 'severity', 'maxResults'],
  handle: async ({ definition = '' }) => {
    try {
      await checkDefinition(definition);
      return { result: 'OK', diagnostics: [], truncated: false };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const [, code = error.code, message = error.message] =
        /'([A-Z_]+): (.*)'$/s.exec(error.message) ?? [];
      const diagnostics = [{ severity: 'ERROR' as const, code, message }];
      return { result: 'FAIL', diagnostics, truncated: false };
    }
  },
});
