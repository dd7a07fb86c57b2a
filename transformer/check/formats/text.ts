/** For people: as a compiler tells it, with the code line under it. */
import type { JudgedFinding } from '../finding.js';
import { fromFolder } from '../paths.js';
import { shownOf, summary } from './for-people.js';
import type { Checked, View } from './index.js';

const COLOURS = { error: 'red', warning: 'yellow' } as const;

/** What the eye sees of it: a tab stays one. */
const blank = (code: string): string => code.replaceAll(/[^\t]/g, ' ');

export function text(checked: Checked, view: View): string {
  const { folder, style } = view;

  function told({ file, line, column, endLine, endColumn, level, code, message, lineText }: JudgedFinding): string {
    const number = String(line);
    const last = endLine === line ? endColumn : lineText.length + 1;
    return [
      `${fromFolder(folder, file)}(${line},${column}): ${style(COLOURS[level], level)} ${code}: ${message}`,
      `${style('dim', `${number} |`)} ${lineText}`,
      `${style('dim', `${blank(number)} |`)} ${blank(lineText.slice(0, column - 1))}${style(COLOURS[level], '^'.repeat(Math.max(last - column, 1)))}`,
      '',
    ].join('\n');
  }

  return [...shownOf(checked, view).map(told), ...summary(checked, view)].join('\n');
}
