/** Boundaries of the user's own that are nowhere in the program: most often a name that is misspelled, or was changed. */
import type { OwnRows } from '../own-rows.js';
import { ownFiles } from '../program-files.js';
import type { Found } from '../plan/rewrite.js';
import type { SourceFile } from '../syntax.js';
import type { Program } from '../resolve/checker/host.js';
import { atEnd } from './at-end.js';

/** Called once for each program that is compiled as a whole. */
export function tellUnmatched(program: Program, { added }: OwnRows, planOf: (sourceFile: SourceFile) => readonly Found[]): void {
  const matched = new Set(ownFiles(program).flatMap((file) => planOf(file as unknown as SourceFile).map(({ boundary }) => boundary)));
  const lines = added
    .filter(({ boundary }) => !matched.has(boundary))
    .map(({ boundary, place }) => `otel-baton: BATON2006: the boundary "${boundary.name}"${place === boundary.name ? '' : ` (${place})`} is nowhere in the program, so it does nothing; correct its name, or remove it.\n`);
  if (lines.length) atEnd(() => process.stderr.write(lines.join('')));
}
