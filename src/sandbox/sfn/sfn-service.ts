import { jsonProtocol } from '../wire/json-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import { getExecutionHistory } from './operations/execution-history.ts';
import {
  describeExecution,
  listExecutions,
  startExecution,
  stopExecution,
} from './operations/executions.ts';
import {
  createStateMachine,
  deleteStateMachine,
  describeStateMachine,
  listStateMachines,
  listTags,
  updateStateMachine,
} from './operations/machines.ts';
import { validateDefinition } from './operations/validate-definition.ts';
import type { Sfn } from './sfn.ts';
import { missingParameter } from './sfn-error.ts';

/** Step Functions on the wire. */
export function sfnService(sfn: Sfn): Service {
  const service = {
    name: 'states',
    protocol: jsonProtocol({ version: '1.0', target: 'AWSStepFunctions' }),
    missing: missingParameter,
  };
  const operations = [
    createStateMachine,
    describeStateMachine,
    listStateMachines,
    updateStateMachine,
    deleteStateMachine,
    startExecution,
    describeExecution,
    stopExecution,
    listExecutions,
    getExecutionHistory,
    validateDefinition,
    listTags,
  ];
  return bindService(service, operations, sfn);
}
