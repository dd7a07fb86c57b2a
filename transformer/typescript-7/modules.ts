/** The files of the user's own that a file imports by their paths: the API of TypeScript 7 resolves no modules for others. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Modules } from '../resolve/syntax/modules.js';
import { sourcesOf } from '../source-paths.js';
import type { SourceFile } from '../syntax.js';
import type { TextCompiler } from '../text-transform.js';

/**
 * Each file is read when it is first asked for, and kept.
 *
 * @param mayTell Files that are worth reading; of what others declare, nothing is asked.
 */
export function createModules7(compiler: TextCompiler, mayTell: (fileName: string) => boolean = () => true): Modules {
  const files = new Map<string, SourceFile | undefined>();

  function read(path: string): SourceFile | undefined {
    const fileName = sourcesOf(path).find((each) => /\.[cm]?[jt]sx?$/.test(each) && statSync(each, { throwIfNoEntry: false })?.isFile());
    return fileName === undefined || !mayTell(fileName) ? undefined : (compiler.createSourceFile(fileName, readFileSync(fileName, 'utf8'), compiler.ScriptTarget.Latest, true) as unknown as SourceFile);
  }

  return {
    find(specifier, from) {
      if (!/^\.{0,2}\//.test(specifier)) return undefined;
      const path = resolve(dirname(from), specifier);
      if (!files.has(path)) files.set(path, read(path));
      return files.get(path);
    },
  };
}
