/** Boundaries of the user's own that are nowhere in the program: most often a name that is misspelled, or was changed. */
import type { OwnRows } from '../own-rows.js';
import { ownFiles } from '../program-files.js';
import type { Found } from '../plan/rewrite.js';
import type { SourceFile } from '../syntax.js';
import type { Program } from '../resolve/checker/host.js';
import { atEnd } from './at-end.js';

type Added = OwnRows['added'][number];

export const UNMATCHED = 'BATON2006';

export const unmatched = ({ added }: OwnRows, found: Iterable<Found>): readonly Added[] => {
  const matched = new Set([...found].map(({ boundary }) => boundary));
  return added.filter(({ boundary }) => !matched.has(boundary));
};

export const unmatchedMessage = ({ boundary, place }: Added): string =>
  `the boundary "${boundary.name}"${place === boundary.name ? '' : ` (${place})`} is nowhere in the program, so it does nothing; correct its name, or remove it.`;

/** Called once for each program that is compiled as a whole. */
export function tellUnmatched(program: Program, own: OwnRows, planOf: (sourceFile: SourceFile) => readonly Found[]): void {
  const found = ownFiles(program).flatMap((file) => planOf(file as unknown as SourceFile));
  const lines = unmatched(own, found).map((each) => `otel-baton: ${UNMATCHED}: ${unmatchedMessage(each)}\n`);
  if (lines.length) atEnd(() => process.stderr.write(lines.join('')));
}
