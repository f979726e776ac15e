import {
  GenerateCredentialReport$,
  type GenerateCredentialReportResponse,
  GetCredentialReport$,
  type GetCredentialReportResponse,
} from '@aws-sdk/client-iam';
import type { Ms } from '../../../core/ports.ts';
import { operation } from '../../wire/service.ts';
import { credentialReport } from '../credential-report.ts';
import type { IamContext } from '../iam-context.ts';
import { noReport, reportExpired, reportNotReady } from '../iam-error.ts';
import type { ReportRecord } from '../iam-state.ts';
import { principalsOf } from '../principal.ts';

/** A report is made anew at most once in this time, whatever has changed meanwhile. */
const CACHED_MS: Ms = 4 * 3_600_000;
/** Making it takes a moment. */
const MAKING_MS: Ms = 500;

export const generateCredentialReport = operation<
  object,
  GenerateCredentialReportResponse,
  IamContext
>({
  schema: GenerateCredentialReport$,
  mutating: true,
  handle: (_, context, { caller }) => {
    const { account } = caller;
    const { root, state } = context;
    const report = state.reports[account];
    if (report && ageOf(context, report) < MAKING_MS) return { State: 'INPROGRESS' };
    if (report && ageOf(context, report) < CACHED_MS) return { State: 'COMPLETE' };
    const content = credentialReport(principalsOf(context, account));
    state.reports[account] = { generatedAt: root.now(), content };
    return {
      State: 'STARTED',
      Description: 'No report exists. Starting a new report generation task',
    };
  },
});

export const getCredentialReport = operation<object, GetCredentialReportResponse, IamContext>({
  schema: GetCredentialReport$,
  mutating: false,
  handle: (_, context, { caller }) => {
    const report = context.state.reports[caller.account];
    if (!report) throw noReport();
    const age = ageOf(context, report);
    if (age < MAKING_MS) throw reportNotReady();
    if (age >= CACHED_MS) throw reportExpired();
    return {
      Content: new TextEncoder().encode(report.content),
      ReportFormat: 'text/csv',
      GeneratedTime: new Date(report.generatedAt),
    };
  },
});

function ageOf({ root }: IamContext, { generatedAt }: ReportRecord): Ms {
  return root.nowMs() - Date.parse(generatedAt);
}
