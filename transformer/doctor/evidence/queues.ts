/** Sizes of the queues of batch processors, where the sources give them as numbers. */
import type { Analysis } from '../../project/analyse.js';
import { shownPlace } from '../../shown.js';

export interface QueueSize {
  readonly place: string;
  readonly size: number;
  readonly batch: number | undefined;
}

/** The object that holds the option, if it is a plain one. */
const QUEUE = /\{[^{}]*?\bmaxQueueSize\s*:\s*(\d[\d_]*)[^{}]*\}/g;
const BATCH = /\bmaxExportBatchSize\s*:\s*(\d[\d_]*)/;

const numberOf = (digits: string): number => Number(digits.replaceAll('_', ''));

export const queuesOf = ({ files }: Analysis): readonly QueueSize[] =>
  files.flatMap(({ sourceFile }) =>
    [...sourceFile.text.matchAll(QUEUE)].map(({ 0: object, 1: size = '', index }) => {
      const batch = BATCH.exec(object)?.[1];
      return { place: shownPlace(sourceFile, index + object.indexOf('maxQueueSize')), size: numberOf(size), batch: batch === undefined ? undefined : numberOf(batch) };
    }),
  );
