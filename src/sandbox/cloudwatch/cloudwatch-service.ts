import { bindService, type Service } from '../wire/service.ts';
import type { CloudWatch } from './cloudwatch.ts';
import { missingParameter } from './cloudwatch-error.ts';
import { cloudWatchProtocol } from './cloudwatch-protocol.ts';
import { deleteAlarms, listTags, setAlarmState } from './operations/change-alarms.ts';
import { describeAlarms } from './operations/describe-alarms.ts';
import { getMetricData } from './operations/get-metric-data.ts';
import { getMetricStatistics } from './operations/get-metric-statistics.ts';
import { listMetrics } from './operations/list-metrics.ts';
import { putMetricAlarm } from './operations/put-metric-alarm.ts';
import { putMetricData } from './operations/put-metric-data.ts';

/** CloudWatch on the wire. */
export function cloudWatchService(cloudWatch: CloudWatch): Service {
  const service = {
    name: 'monitoring',
    protocol: cloudWatchProtocol(),
    missing: missingParameter,
  };
  const operations = [
    putMetricData,
    getMetricData,
    getMetricStatistics,
    listMetrics,
    putMetricAlarm,
    describeAlarms,
    deleteAlarms,
    setAlarmState,
    listTags,
  ];
  return bindService(service, operations, cloudWatch);
}
