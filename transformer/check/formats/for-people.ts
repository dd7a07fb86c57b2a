/** What people are told of findings, beside each of them. */
import type { JudgedFinding } from '../finding.js';
import { fromFolder } from '../paths.js';
import type { Checked, View } from './index.js';

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly known: number;
}

export function countsOf(findings: readonly JudgedFinding[]): Counts {
  const fresh = findings.filter(({ isKnown }) => !isKnown);
  const errors = fresh.filter(({ level }) => level === 'error').length;
  return { errors, warnings: fresh.length - errors, known: findings.length - fresh.length };
}

/** Those that are not in the baseline. */
export const shownOf = ({ findings }: Checked, { isQuiet }: View): readonly JudgedFinding[] =>
  findings.filter(({ isKnown, level }) => !isKnown && !(isQuiet && level === 'warning'));

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

/** How many boundaries there are and what became of them, and what need not be in the baseline any more. */
export function summary({ found, carried, findings, gone, baseline }: Checked, { folder }: View): readonly string[] {
  const { errors, warnings, known } = countsOf(findings);
  const told = [errors && many(errors, 'error'), warnings && many(warnings, 'warning'), known && `${known} in the baseline`].filter(Boolean);
  const boundaries = found === 0 ? 'no boundary was found' : `${many(found, 'boundary', 'boundaries')}: ${carried} carried, ${found - carried} not`;
  const fixed = gone.reduce((sum, { count }) => sum + count, 0);
  return [
    `${boundaries}; ${told.length ? told.join(', ') : 'no findings'}`,
    ...(fixed ? [`${many(fixed, 'finding')} of ${fromFolder(folder, baseline)} ${fixed === 1 ? 'is' : 'are'} fixed; run it again with --update-baseline.`] : []),
  ];
}
