/**
 * The findings that a project lives with for now, in a file beside it. Each is known by its code line
 * and not by the number of that, so that lines can move.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BatonError } from '../option-errors.js';
import { shownFile } from '../shown.js';
import { codeText, type Finding } from './finding.js';
import { fromFolder } from './paths.js';

export interface BaselineEntry {
  /** From the folder of the baseline. */
  readonly file: string;
  readonly code: string;
  readonly boundary: string;
  /** The code line. */
  readonly text: string;
  /** How many there are that have all this in common. */
  readonly count: number;
}

/** Its name, unless the user says another. */
export const BASELINE_FILE = 'otel-baton-baseline.json';

const FORM = 1;
const TEXTS = ['file', 'code', 'boundary', 'text'] as const;

/** @throws BatonError where it cannot be read. */
export function readBaseline(file: string): readonly BaselineEntry[] {
  try {
    const { version, findings } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: unknown; readonly findings?: unknown };
    if (version !== FORM) throw new Error(`its version is ${JSON.stringify(version)} and not ${FORM}.`);
    if (!Array.isArray(findings) || !findings.every(isEntry)) throw new Error(`its "findings" are no list of entries with ${TEXTS.map((each) => `"${each}"`).join(', ')} and "count".`);
    return findings;
  } catch (error) {
    throw new BatonError(`otel-baton: the baseline ${shownFile(file)} cannot be read, so nothing was checked: ${(error as Error).message}\nTake it back from version control, or write it anew with --update-baseline.`);
  }
}

function isEntry(entry: unknown): entry is BaselineEntry {
  const { count, ...texts } = Object(entry) as Partial<BaselineEntry>;
  return Number.isInteger(count) && (count as number) > 0 && TEXTS.every((each) => typeof texts[each] === 'string');
}

/** Its folder is made. */
export function writeBaseline(file: string, entries: readonly BaselineEntry[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ version: FORM, findings: entries }, undefined, 2)}\n`);
}

type Key = Omit<BaselineEntry, 'count'>;

/** Entries are in the order of their keys. */
const keyOf = ({ file, code, boundary, text }: Key): string => JSON.stringify([file, code, boundary, text]);

const keyIn = (baseline: string, finding: Finding): Key => ({
  file: fromFolder(dirname(baseline), finding.file), code: finding.code, boundary: finding.boundary, text: codeText(finding),
});

export interface Compared {
  /** Whether the baseline has it; of those that are the same, the first are those that it has. */
  isKnown(finding: Finding): boolean;
  /** What it has that is not found any more. */
  readonly gone: readonly BaselineEntry[];
}

/** @param isJudged Whether all that is in a file was looked for; of a file that was not, nothing is gone. */
export function compare(baseline: string, entries: readonly BaselineEntry[], findings: readonly Finding[], isJudged: (file: string) => boolean): Compared {
  const left = new Map(entries.map((entry) => [keyOf(entry), entry.count]));
  const known = new Set<Finding>();
  for (const finding of findings) {
    const key = keyOf(keyIn(baseline, finding));
    const count = left.get(key) ?? 0;
    if (count > 0) known.add(finding);
    left.set(key, count - 1);
  }
  const gone = entries.filter((entry) => wouldBeFound(baseline, entry, isJudged)).flatMap((entry) => {
    const count = left.get(keyOf(entry)) ?? 0;
    return count > 0 ? [{ ...entry, count }] : [];
  });
  return { isKnown: (finding) => known.has(finding), gone };
}

/** @returns Those of the findings, and those of files that were not looked at. */
export function updated(baseline: string, entries: readonly BaselineEntry[], findings: readonly Finding[], isJudged: (file: string) => boolean): readonly BaselineEntry[] {
  const made = new Map(entries.filter((entry) => !wouldBeFound(baseline, entry, isJudged)).map((entry) => [keyOf(entry), entry]));
  for (const finding of findings) {
    const entry = keyIn(baseline, finding);
    const key = keyOf(entry);
    made.set(key, { ...entry, count: (made.get(key)?.count ?? 0) + 1 });
  }
  return [...made].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** Whether it would be found if it were still there: its file was looked at, or is gone itself. */
function wouldBeFound(baseline: string, { file }: BaselineEntry, isJudged: (file: string) => boolean): boolean {
  const path = join(dirname(baseline), file);
  return isJudged(path.replaceAll('\\', '/')) || !existsSync(path);
}
