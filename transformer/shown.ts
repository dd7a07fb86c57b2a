/** Files and places as a message names them. */
import { relative } from 'node:path';
import { lineStarts, placeAt } from './lines.js';
import type { SourceFile } from './syntax.js';

/** From the working directory. */
export const shownFile = (fileName: string): string => relative(process.cwd(), fileName).replaceAll('\\', '/');

/** `file(line,column)`, both from 1, as compilers print it. */
export function shownPlace({ fileName, text }: Pick<SourceFile, 'fileName' | 'text'>, at: number): string {
  const { line, column } = placeAt(lineStarts(text), at);
  return `${shownFile(fileName)}(${line},${column})`;
}
