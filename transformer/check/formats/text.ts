/** For people: as a compiler tells it, with the code line under it. */
import { styleText } from 'node:util';
import type { JudgedFinding } from '../finding.js';
import { fromFolder } from '../paths.js';
import { shownOf, summary } from './for-people.js';
import type { Checked, View } from './index.js';

type Style = Parameters<typeof styleText>[0];

const COLOURS = { error: 'red', warning: 'yellow' } as const;

/** What the eye sees of it: a tab stays one. */
const blank = (code: string): string => code.replaceAll(/[^\t]/g, ' ');

export function text(checked: Checked, view: View): string {
  const paint = (style: Style, words: string): string => (view.isColoured ? styleText(style, words, { validateStream: false }) : words);

  function told({ file, line, column, endLine, endColumn, level, code, message, lineText }: JudgedFinding): string {
    const number = String(line);
    const last = endLine === line ? endColumn : lineText.length + 1;
    return [
      `${fromFolder(view.folder, file)}(${line},${column}): ${paint(COLOURS[level], level)} ${code}: ${message}`,
      `${paint('dim', `${number} |`)} ${lineText}`,
      `${paint('dim', `${blank(number)} |`)} ${blank(lineText.slice(0, column - 1))}${paint(COLOURS[level], '^'.repeat(Math.max(last - column, 1)))}`,
      '',
    ].join('\n');
  }

  return [...shownOf(checked, view).map(told), ...summary(checked, view)].join('\n');
}
