import type { ARCHITECTURE_ENGLISH } from './words-architecture.ts';

/** The words for how what a run exercised was set up, in Japanese. */
export const ARCHITECTURE_JAPANESE: typeof ARCHITECTURE_ENGLISH = {
  title: '実施時点の構成',
  subject: '対象',
  setting: '設定項目',
  value: '値',
  absent: '存在しない',
  unknown: '不明',
};
