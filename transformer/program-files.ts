/** What of a program is the user's own. */
import { dirname } from 'node:path';
import type ts from 'typescript';
import type { Program } from './resolve/checker/host.js';

/** The files that it compiles. */
export const ownFiles = (program: Program): readonly ts.SourceFile[] =>
  program.getSourceFiles().filter((file): file is ts.SourceFile => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file));

/** The folder that paths in the options start from: that of the tsconfig. */
export function baseOf(program: Program): string {
  const configFile = program.getCompilerOptions()['configFilePath'] as string | undefined;
  return configFile === undefined ? program.getCurrentDirectory() : dirname(configFile);
}
