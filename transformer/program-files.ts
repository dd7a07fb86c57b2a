/** What of a program is the user's own. */
import { dirname } from 'node:path';
import type ts from 'typescript';

/** The files that it compiles. */
export const ownFiles = (program: ts.Program): readonly ts.SourceFile[] =>
  program.getSourceFiles().filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file));

/** The folder that paths in the options start from: that of the tsconfig. */
export function baseOf(program: ts.Program): string {
  const configFile = program.getCompilerOptions()['configFilePath'] as string | undefined;
  return configFile === undefined ? program.getCurrentDirectory() : dirname(configFile);
}
