import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import type { Tone } from './parts.ts';

export const VERDICT_TONES = {
  met: 'good',
  missed: 'bad',
  unproven: 'open',
  tabletop: 'open',
} as const satisfies { [word in ReportModel['result']['verdict']]: Tone };

export const OVERALL_TONES = {
  pass: 'good',
  'pass-with-conditions': 'open',
  fail: 'bad',
  aborted: 'open',
  incomplete: 'open',
} as const satisfies { [word in ReportModel['result']['overall']]: Tone };

export const OUTCOME_TONES = {
  passed: 'good',
  failed: 'bad',
  unproven: 'open',
} as const satisfies { [word in ReportModel['checks'][number]['outcome']]: Tone };

export const POSTURE_TONES = {
  pass: 'good',
  fail: 'bad',
  'not-applicable': 'plain',
  unknown: 'open',
  attested: 'plain',
} as const satisfies { [word in keyof Words['posture']['outcome']]: Tone };

export const CHANGE_TONES = {
  better: 'good',
  worse: 'bad',
  learned: 'good',
  lost: 'open',
  changed: 'plain',
} as const satisfies { [word in keyof Words['posture']['change']]: Tone };

export const STEP_TONES = {
  pending: 'plain',
  running: 'open',
  done: 'good',
  failed: 'bad',
  cancelled: 'open',
  skipped: 'plain',
} as const satisfies { [word in ReportModel['steps'][number]['status']]: Tone };

export const CLEANUP_TONES = {
  proven: 'good',
  'nothing-made': 'good',
  'handed-over': 'good',
  kept: 'open',
  leaked: 'bad',
  'not-finished': 'bad',
} as const satisfies { [word in ReportModel['cleanUp']['outcome']]: Tone };

export const RESOURCE_TONES = {
  intended: 'bad',
  made: 'bad',
  released: 'good',
  kept: 'open',
  'handed-over': 'good',
  leaked: 'bad',
} as const satisfies { [word in ReportModel['cleanUp']['resources'][number]['status']]: Tone };

export const SEVERITY_TONES = {
  high: 'bad',
  medium: 'open',
  low: 'plain',
} as const satisfies { [word in ReportModel['issues'][number]['severity']]: Tone };

export const CLAIM_TONES = {
  declared: 'plain',
  supported: 'good',
  partly: 'open',
  none: 'plain',
} as const satisfies { [word in ReportModel['requirements'][number]['claim']]: Tone };

export const DECISION_TONES = {
  accepted: 'good',
  'accepted-with-conditions': 'open',
  rejected: 'bad',
} as const satisfies { [word in keyof Words['people']['signOff']['decided']]: Tone };

export const FOLLOW_UP_TONES = {
  settled: 'good',
  'seen-again': 'bad',
  open: 'open',
} as const satisfies { [word in ReportModel['earlierFollowUps'][number]['outcome']]: Tone };
