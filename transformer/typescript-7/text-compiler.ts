/** TypeScript 7 for hosts that rewrite texts: it parses them one by one, and they are judged by their syntax. */
import type ts from 'typescript';
import type { TextCompiler } from '../text-transform.js';
import { compilerOf7 } from './compiler.js';
import type { TypeScript7 } from './find.js';
import { createParser, type Parser } from './parser.js';

/** The native process is started for the first text, and ends with this one. */
export function textCompilerOf7(typescript7: TypeScript7): TextCompiler {
  let parser: Parser | undefined;
  return {
    ...compilerOf7(typescript7),
    createSourceFile: (fileName, text) => (parser ??= createParser(typescript7)).parse(fileName, text) as unknown as ts.SourceFile,
  };
}
