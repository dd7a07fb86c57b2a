/** Whether every boundary of projects is carried, and what the user says of boundaries holds. */
import { existsSync } from 'node:fs';
import { analyse } from '../project/analyse.js';
import { compare, readBaseline, updated, writeBaseline, type BaselineEntry } from './baseline.js';
import { boundariesOf, findingsOf, judgedFiles } from './findings.js';
import type { JudgedFinding } from './finding.js';
import type { Checked } from './formats/index.js';
import type { LevelOf } from './levels.js';

export interface Request {
  /** Tsconfigs, folders that hold one, or source files; nothing for the nearest tsconfig. */
  readonly words: readonly string[];
  readonly levelOf: LevelOf;
  readonly baseline: Baseline;
}

export interface Baseline {
  /** By its whole path. */
  readonly file: string;
  /** Whether it must be there. */
  readonly isNamed: boolean;
  readonly isUpdated: boolean;
}

/** @throws BatonError where the baseline, or what is asked for, cannot be read. */
export function check({ words, levelOf, baseline }: Request): Checked {
  const before = entriesOf(baseline);
  const analyses = analyse(words);
  const judged = judgedFiles(analyses);
  const isJudged = (file: string): boolean => judged.has(file);
  const all = findingsOf(analyses);
  const told = all.filter(({ code }) => levelOf(code) !== 'off');
  const entries = baseline.isUpdated ? updated(baseline.file, before, told, isJudged) : before;
  if (baseline.isUpdated) writeBaseline(baseline.file, entries);
  // What is off is still there, so the baseline need not be updated for it.
  const { isKnown, gone } = compare(baseline.file, entries, all, isJudged);
  const boundaries = boundariesOf(analyses);
  return {
    findings: told.map((finding) => ({ ...finding, level: levelOf(finding.code) as JudgedFinding['level'], isKnown: isKnown(finding) })),
    found: boundaries.length,
    carried: boundaries.filter(({ outcome }) => outcome === 'carried').length,
    gone,
    baseline: baseline.file,
    configFiles: analyses.map(({ configFile }) => configFile),
  };
}

function entriesOf({ file, isNamed, isUpdated }: Baseline): readonly BaselineEntry[] {
  if (!existsSync(file) && (!isNamed || isUpdated)) return [];
  try {
    return readBaseline(file);
  } catch (error) {
    if (isUpdated) return [];
    throw error;
  }
}
