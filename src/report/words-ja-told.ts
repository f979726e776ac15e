import { parseDuration } from '../core/duration.ts';
import type { Ms } from '../core/ports.ts';
import type { Method } from '../core/tell-method.ts';
import type { Reason } from '../core/tell-reason.ts';
import { phrasebook } from './phrasebook.ts';
import { ARCHITECTURE_PHRASES } from './phrases-ja-architecture.ts';
import { CHECK_PHRASES } from './phrases-ja-checks.ts';
import { FACT_LABELS, FACT_PHRASES } from './phrases-ja-facts.ts';
import { FINDINGS, OBSERVED_PHRASES, POSTURE_PHRASES } from './phrases-ja-posture.ts';
import { COMMAND_PHRASES, RUN_PHRASES } from './phrases-ja-run.ts';
import { FORMAT_JAPANESE } from './words-ja-format.ts';
import type { TOLD_ENGLISH } from './words-told.ts';

/** What a journal holds in English, in Japanese. */
export const TOLD_JAPANESE: typeof TOLD_ENGLISH = {
  method: tellMethod,
  reason: tellReason,
  text: phrasebook(RUN_PHRASES, tellDuration),
  command: phrasebook(COMMAND_PHRASES),
  check: phrasebook(CHECK_PHRASES),
  finding: (id, title) => FINDINGS[id] ?? title,
  posture: phrasebook(POSTURE_PHRASES),
  observed: phrasebook(OBSERVED_PHRASES),
  factLabel: phrasebook(FACT_LABELS),
  factValue: phrasebook(FACT_PHRASES),
  architecture: phrasebook(ARCHITECTURE_PHRASES),
  place: phrasebook([['{} in {}', '{1}（{2}）']]),
  untranslated:
    'AWSやデータベースの返したメッセージ、作業依頼の文面、人が入力した文章は、記録された言語のまま掲載しています。',
};

const { duration, list } = FORMAT_JAPANESE;

/** What `formatDuration` has written, in Japanese; any other text as it is. */
function tellDuration(text: string): string {
  const ms = parseDuration(text.replaceAll(' ', '').replace('min', 'm'));
  return ms === undefined ? text : duration(ms);
}

function tellMethod(method: Method): string {
  switch (method.code) {
    case 'until':
      return `${method.milestone} − T0`;
    case 'newest-row':
      return `T0 − 検証${method.check}が確認した最新の行`;
    case 'writes':
      return tellWrites(method);
    case 'row-and-writes': {
      const row = tellMethod({ code: 'newest-row', check: method.check });
      const writes = tellWrites(method);
      return method.lost === 0 ? `${row}。${writes}` : `「${row}」と「${writes}」のうち大きい方`;
    }
    case 'not-measured':
      return method.why === undefined ? '計測なし' : `計測なし（${WHY_NOT[method.why]}）`;
    case 'tabletop':
      return '机上のため計測なし';
    case 'no-data':
      return 'データを復旧しない';
  }
}

const WHY_NOT = {
  'lost-since-unknown': '応答済みの書き込みが失われたが、いつからかは不明',
  'only-bounds': 'メタデータによる上限値のみ',
};

function tellWrites({ acknowledged, lost }: { acknowledged: number; lost: number }): string {
  return lost === 0
    ? `応答済みの書き込み${acknowledged}件に消失なし`
    : `T0 − 消失した応答済みの書き込み${lost}件のうち最初のもの`;
}

function tellReason(reason: Reason): string {
  switch (reason.code) {
    case 'over-objective': {
      const { of, actualMs, objectiveMs } = reason;
      return `${of}は${duration(actualMs)}で、目標${duration(objectiveMs)}を${duration(actualMs - objectiveMs)}超過しました。`;
    }
    case 'clock-in-doubt': {
      const { of, leastMs, mostMs, objectiveMs } = reason;
      return `時計が変更されたため、${of}は${duration(leastMs)}から${duration(mostMs)}の間としか言えず、目標${duration(objectiveMs)}の達成は立証されていません。`;
    }
    case 'objective-passed':
      return `サービスの復旧前に、${reason.of}の目標${duration(reason.objectiveMs)}を過ぎました。`;
    case 'not-measured':
      return notMeasured(reason.of, reason.method, reason.objectiveMs);
    case 'nothing-checked':
      return 'データもアカウントの必須項目も検証していません。';
    case 'proofs': {
      const { of, outcome, ids, total } = reason;
      const what = of === 'checks' ? 'データ検証' : '復旧後の必須項目';
      const how = outcome === 'failed' ? '不合格' : '未立証';
      return `${what}${total}件中${ids.length}件が${how}です：${list(ids)}。`;
    }
    case 'worse':
      return `復旧前より悪化しました：${FINDINGS[reason.finding] ?? reason.text}。`;
    case 'writes-lost': {
      const since = reason.firstAt === undefined ? '' : `（最初は${reason.firstAt}）`;
      return `障害後に応答した書き込み${reason.lost}件が失われました${since}。`;
    }
    case 'tasks-skipped':
      return `人の作業${reason.tasks.length}件が省略されました：${list(reason.tasks)}。`;
    case 'talked-through':
      return '机上での確認のみであり、何も操作せず、何も立証していません。';
  }
}

function notMeasured(of: string, method: Method, objectiveMs: Ms): string {
  const isNot = method.code === 'not-measured';
  const told = isNot ? method.why && WHY_NOT[method.why] : tellMethod(method);
  const why = told === undefined ? '' : `（${told}）`;
  return `${of}は計測されていないため${why}、目標${duration(objectiveMs)}の達成は立証されていません。`;
}
