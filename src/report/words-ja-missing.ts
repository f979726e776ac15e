import type { MISSING_ENGLISH } from './words-missing.ts';

/** What an auditor may ask for that the journal does not hold, and why it does not. */
export const MISSING_JAPANESE: typeof MISSING_ENGLISH = {
  reason: '本バージョンでは記録なし',
  notSaid: '実行中に記録されず',
  notDeclared: '演習に記載なし',
  notScheduled: '定期実施の予定なし、または本実行は定期実施に数えない',
  notAdded: '記入なし',
  fields: {
    testType: 'テストの種別',
    primaryAtEnd: '終了時のプライマリデータベース',
    participants: '参加者とその役割',
    approver: '承認者',
    observer: '立会人',
    signOff: '署名（氏名と日時）',
    objectivesDeclaredBy: '目標の宣言者と宣言日',
    checklistEdition: 'チェックリストの版',
    clockSkew: '実行した機器とAWSの時計の差',
    dataVolume: 'データ量（本番との比較）',
    cost: '作成したリソースの費用',
    lessons: '教訓と計画への反映',
    confidentiality: '本報告書の機密区分',
    retention: '本報告書の保存期間',
    nextTestDue: '次回テストの期限',
  },
};
