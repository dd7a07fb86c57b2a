/** What the analysis of projects gives to find: boundaries that are not carried, those of the user's own that are nowhere, and what is wrong with options and tags. */
import { readFileSync } from 'node:fs';
import { lineStarts, placeAt } from '../lines.js';
import type { AnalysedFile, Analysis } from '../project/analyse.js';
import { rowPlace } from '../project/plugin-options.js';
import { reportEntries, type ReportEntry } from '../report/report.js';
import { UNMATCHED, unmatchedMessage } from '../report/unmatched.js';
import { pluginsFile } from '../typescript-7/config-file.js';
import type { Finding } from './finding.js';
import { isCode } from './rules.js';

const slashed = (file: string): string => file.replaceAll('\\', '/');

/** The files that were asked for. */
export const askedFiles = (analyses: readonly Analysis[]): readonly AnalysedFile[] => analyses.flatMap(({ files, isAsked }) => files.filter(({ fileName }) => isAsked(fileName)));

const isSkipped = ({ outcome }: ReportEntry): boolean => outcome === 'skipped';

/** Boundaries of the files; those of a file that is in several projects are taken from the one that carries fewest. */
export function boundariesOf(analyses: readonly Analysis[]): readonly ReportEntry[] {
  const byFile = new Map<string, readonly ReportEntry[]>();
  for (const { fileName, sourceFile, found } of askedFiles(analyses)) {
    const entries = reportEntries(sourceFile, found, slashed);
    const known = byFile.get(fileName);
    if (!known || known.filter(isSkipped).length < entries.filter(isSkipped).length) byFile.set(fileName, entries);
  }
  return [...byFile.values()].flat();
}

/** All of them, by their places: in one file, from its top. */
export function findingsOf(analyses: readonly Analysis[]): readonly Finding[] {
  const asked = new Set(askedFiles(analyses).map(({ fileName }) => slashed(fileName)));
  const sources = new Set(analyses.flatMap(({ files }) => files.map(({ fileName }) => slashed(fileName))));
  const all = [...skipped(analyses), ...analyses.flatMap(faults), ...unmatched(analyses)];
  // Tags stand in files that were not asked for, too.
  const ofAsked = all.filter(({ file }) => asked.has(file) || !sources.has(file));
  // What several projects share is found in each of them.
  const unique = new Map(ofAsked.map((finding) => [JSON.stringify(finding), finding]));
  return [...unique.values()].sort((a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column || order(a.code, b.code));
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function skipped(analyses: readonly Analysis[]): readonly Finding[] {
  const texts = new Map(askedFiles(analyses).map(({ fileName, sourceFile }) => [slashed(fileName), sourceFile.text.split(/\r?\n/)]));
  return boundariesOf(analyses).flatMap(({ code, why, file, line, column, endLine, endColumn, boundary }) => {
    if (code === undefined || why === undefined || !isCode(code)) return [];
    return [{ code, message: why, file, line, column, endLine, endColumn, boundary, lineText: texts.get(file)?.[line - 1] ?? '' }];
  });
}

const faults = ({ faults: all, files }: Analysis): readonly Finding[] =>
  all.flatMap(({ code, message, file, at }) => {
    const text = files.find(({ fileName }) => fileName === file)?.sourceFile.text ?? readFileSync(file, 'utf8');
    return isCode(code) ? [{ code, message, boundary: '', ...lineFrom(file, text, at) }] : [];
  });

/** A row that stands in a tsconfig that several projects extend is told if it is in none of them. */
function unmatched(analyses: readonly Analysis[]): readonly Finding[] {
  const told = analyses.flatMap((analysis) =>
    analysis.project.session.own.added.map((added) => {
      const place = added.tag ? lineFrom(added.tag.file.fileName, added.tag.file.text, added.tag.at) : rowLine(analysis.configFile, added.place);
      return { added, place, isMatched: !analysis.unmatched.includes(added) };
    }),
  );
  const keyOf = ({ added, place }: (typeof told)[number]): string => JSON.stringify([added.boundary.name, added.place, place.file, place.line, place.column]);
  const matched = new Set(told.filter(({ isMatched }) => isMatched).map(keyOf));
  return told
    .filter((each) => !matched.has(keyOf(each)))
    .map(({ added, place }) => ({ code: UNMATCHED, message: unmatchedMessage(added), boundary: added.boundary.name, ...place }));
}

type Line = Omit<Finding, 'code' | 'message' | 'boundary'>;

function rowLine(configFile: string, name: string): Line {
  const { file, at } = rowPlace(configFile, name);
  return lineFrom(file, readFileSync(file, 'utf8'), at);
}

/** From an offset to the end of its line. */
function lineFrom(file: string, text: string, at: number): Line {
  const starts = lineStarts(text);
  const { line, column } = placeAt(starts, at);
  const lineText = text.slice(starts[line - 1], starts[line]).trimEnd();
  return { file: slashed(file), line, column, endLine: line, endColumn: lineText.length + 1, lineText };
}

/** Files in which all findings were looked for: those that were asked for, and the tsconfigs. */
export const judgedFiles = (analyses: readonly Analysis[]): ReadonlySet<string> =>
  new Set([...analyses.flatMap(({ configFile }) => [configFile, pluginsFile(configFile) ?? configFile]), ...askedFiles(analyses).map(({ fileName }) => fileName)].map(slashed));
