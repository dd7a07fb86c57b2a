/** What doctor says at the end. */
import { shownFile } from '../shown.js';
import type { Style } from '../styles.js';
import type { ProjectEvidence } from './evidence/project.js';
import type { RunEvidence } from './evidence/run.js';
import type { Problem } from './examine.js';

export interface Looked {
  readonly project: ProjectEvidence;
  readonly run: RunEvidence | undefined;
}

export function reportText(problems: readonly Problem[], looked: Looked, styled: Style): string {
  const blocks = problems.map(({ id, found, says, cure }) => `${styled('red', id)}: ${styled('bold', found)}\n  ${says}\n  ${styled('green', 'Cure:')} ${cure}\n`);
  const count = problems.length === 0 ? 'Nothing was found that breaks traces.' : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`;
  return [...blocks, `${count} Looked at: ${lookedAt(looked).join(', ')}.\n`].join('\n');
}

export function reportJson(problems: readonly Problem[], looked: Looked): string {
  return `${JSON.stringify({ version: 1, problems, lookedAt: lookedAt(looked) }, undefined, 2)}\n`;
}

function lookedAt({ project: { folder, analyses, notAnalysed, configFile }, run }: Looked): readonly string[] {
  const files = analyses.reduce((sum, analysis) => sum + analysis.files.length, 0);
  const boundaries = analyses.reduce((sum, { report }) => sum + report.found, 0);
  const program = notAnalysed === undefined ? [`${counted(files, 'file', 'files')} with ${counted(boundaries, 'boundary', 'boundaries')} of ${shownFile(configFile ?? '')}`] : [`no sources (${notAnalysed.replace(/\.$/, '')})`];
  return [shownFile(folder) || '.', ...program, ...(run ? [`${counted(run.units.length, 'execution unit', 'execution units')} of the program that ran`] : ['no run (add -- and the command that starts the program)'])];
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
