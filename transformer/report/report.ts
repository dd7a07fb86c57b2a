/** The plan, kept: what was found, what became of it and why. */
import { lineStarts, placeAt, type Region } from '../lines.js';
import { MESSAGES } from '../messages.js';
import type { Found } from '../plan/rewrite.js';
import type { SourceFile } from '../syntax.js';

/** Where it stands: of a whole module, its first line. */
export interface ReportEntry extends Region {
  readonly file: string;
  readonly boundary: string;
  readonly end: string;
  readonly outcome: 'carried' | 'skipped';
  readonly certainty: 'certain' | 'guarded';
  readonly form?: string;
  readonly relation: 'parent' | 'link';
  readonly trust: 'process' | 'host' | 'origin';
  /** What it was concluded from, where it is not plain to see. */
  readonly because?: string;
  readonly code?: string;
  readonly why?: string;
}

export interface Report {
  readonly version: 1;
  readonly found: number;
  readonly carried: number;
  readonly skipped: number;
  readonly boundaries: readonly ReportEntry[];
}

/** In the order in which they stand. */
export function reportEntries(sourceFile: SourceFile, found: readonly Found[], relative: (fileName: string) => string): readonly ReportEntry[] {
  return entriesOf(sourceFile, found, relative).map(({ entry }) => entry);
}

/**
 * The same, each with what it was made of.
 *
 * @param relative How a file's name is shown.
 */
export function entriesOf(sourceFile: SourceFile, found: readonly Found[], relative: (fileName: string) => string): readonly { readonly entry: ReportEntry; readonly found: Found }[] {
  const lines = lineStarts(sourceFile.text);
  return found
    .map((each) => ({ found: each, entry: entryOf(each) }))
    .sort(({ entry: a }, { entry: b }) => a.line - b.line || a.column - b.column);

  function entryOf({ node, boundary, end, outcome, certainty, form, code, because }: Found): ReportEntry {
    const isModule = node === (sourceFile as unknown);
    const start = placeAt(lines, isModule ? 0 : node.getStart(sourceFile));
    const last = placeAt(lines, isModule ? (/^.*/.exec(sourceFile.text)?.[0].length ?? 0) : node.end);
    return {
      file: relative(sourceFile.fileName),
      line: start.line,
      column: start.column,
      endLine: last.line,
      endColumn: last.column,
      boundary: boundary.name,
      end,
      outcome,
      certainty,
      relation: boundary.relation,
      trust: boundary.trust,
      ...(form && { form }),
      ...(because && { because }),
      ...(code && { code, why: MESSAGES[code] }),
    };
  }
}

export function createReport(boundaries: readonly ReportEntry[]): Report {
  const carried = boundaries.filter((entry) => entry.outcome === 'carried').length;
  return { version: 1, found: boundaries.length, carried, skipped: boundaries.length - carried, boundaries };
}

/** The one line at the end of a verbose build. */
export function summarize({ found, carried, skipped, boundaries }: Report, reportFile: string | undefined): string {
  if (found === 0) return 'no boundary was found; nothing was changed';
  const first = boundaries.find((entry) => entry.outcome === 'skipped');
  const where = reportFile ?? (first && `${first.file}(${first.line},${first.column}): ${first.code}: ${first.why}`);
  return `${found} ${found === 1 ? 'boundary' : 'boundaries'}: ${carried} carried, ${skipped} skipped${where !== undefined && skipped > 0 ? ` (see ${where})` : ''}`;
}
