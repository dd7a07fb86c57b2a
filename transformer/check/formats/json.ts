/** For programs. */
import { fromFolder } from '../paths.js';
import { countsOf } from './for-people.js';
import type { Checked, View } from './index.js';

export function json(checked: Checked, { folder }: View): string {
  const { found, carried, findings, gone } = checked;
  return JSON.stringify(
    {
      version: 1,
      boundaries: { found, carried, skipped: found - carried },
      ...countsOf(findings),
      findings: findings.map(({ file, lineText, ...rest }) => ({ file: fromFolder(folder, file), ...rest, text: lineText })),
      gone,
    },
    undefined,
    2,
  );
}
