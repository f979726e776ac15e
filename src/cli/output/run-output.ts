import type { JournalRecord } from '../../core/record.ts';
import type { RunFeed } from '../../core/run-feed.ts';

/** A run that is being told in lines. */
export interface RunOutput {
  /**
   * Tells what is left, then the result. Does nothing the second time.
   * @param reportWritten whether the report stands at its path
   */
  end(reportWritten: boolean): void;
}

/** Hands over every record of a feed, once and in order: those that are there now, and each that comes. */
export function followRecords(feed: RunFeed, tell: (record: JournalRecord) => void): () => void {
  let told = 0;
  const look = () => {
    const { records } = feed.get();
    while (told < records.length) {
      const record = records[told];
      told += 1;
      if (record) tell(record);
    }
  };
  const unsubscribe = feed.subscribe(look);
  look();
  return () => {
    look();
    unsubscribe();
  };
}
