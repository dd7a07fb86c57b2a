/** Files and places as a message names them. */
import { relative } from 'node:path';
import { lineAt, lineStarts } from './lines.js';
import type { SourceFile } from './syntax.js';

/** From the working directory. */
export const shownFile = (fileName: string): string => relative(process.cwd(), fileName).replaceAll('\\', '/');

/** `file(line,column)`, both from 1, as compilers print it. */
export function shownPlace({ fileName, text }: Pick<SourceFile, 'fileName' | 'text'>, at: number): string {
  const starts = lineStarts(text);
  const line = lineAt(starts, at);
  return `${shownFile(fileName)}(${line + 1},${at - (starts[line] ?? 0) + 1})`;
}
