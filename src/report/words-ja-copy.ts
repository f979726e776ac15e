import type { COPY_ENGLISH } from './words-copy.ts';

/** The words for what a report is worth, how it can be checked, and for copies of it. */
export const COPY_JAPANESE: typeof COPY_ENGLISH = {
  watermark: 'サンドボックス：組み込みクラウドでのリハーサルであり、証跡ではありません',
  watermarkElsewhere: 'AWS以外：別のエンドポイントへの実行であり、証跡ではありません',
  watermarkShort: '証跡不可',
  watermarkMeaning:
    '本報告書の内容を審査者に証明として提示することはできません。有効なのはAWSに対する実行のみです。',
  redacted: '秘匿版',
  redactedMeaning: (accounts, addresses, of) =>
    `アカウントID${accounts}件とメールアドレス${addresses}件を伏せています（同じ値は同じ記号、他は変更なし）。元のジャーナルの末尾ハッシュ：${of}`,
  verify: (command) =>
    `${command}は、ジャーナルのすべてのハッシュを検証し、本報告書がジャーナルから生成したものとバイト単位で一致することを確認します。ネットワークは不要です。`,
  verifyCopy: (verify, remake) =>
    `本書は写しです。${remake}により、実行フォルダーのジャーナルからバイト単位で同じものを再作成できます。${verify}はジャーナルのすべてのハッシュを検証します。いずれもネットワークは不要です。`,
  givenFile: '人が提出したファイル',
  verifyHash:
    '末尾ハッシュは、すべてのレコードから計算されます。別途受け取った値と照合してください。',
  records: (count) => `${count}レコード`,
};
