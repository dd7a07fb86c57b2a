/** For GitHub Actions: workflow commands, which become annotations of the lines of a pull request. */
import type { JudgedFinding } from '../finding.js';
import { fromFolder } from '../paths.js';
import { RULES } from '../rules.js';
import { shownOf, summary } from './for-people.js';
import type { Checked, View } from './index.js';

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string | number): string => data(String(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');

export function github(checked: Checked, view: View): string {
  function command({ file, line, column, endLine, endColumn, level, code, message }: JudgedFinding): string {
    const properties = {
      file: fromFolder(view.repository, file), line, col: column,
      // Columns of different lines are refused.
      ...(endLine === line && { endLine, endColumn }),
      title: `${code}: ${RULES[code].title}`,
    };
    const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
    // The log shows the message alone, so it names the place again.
    return `::${level} ${written.join(',')}::${data(`${fromFolder(view.folder, file)}(${line},${column}): ${message}`)}`;
  }

  return [...shownOf(checked, view).map(command), ...summary(checked, view)].join('\n');
}
