/** Trees of single texts, where TypeScript 7 is the only one installed: its API parses files of projects only. */
import { dirname, join, resolve } from 'node:path';
import { kindsOf, type Kinds, type SourceFile } from '../syntax.js';
import type { ApiSnapshot } from './api.js';
import { endProcess } from './end.js';
import type { TypeScript7 } from './find.js';

/** What cannot go through the pipe, or would move what follows it. */
const UNSENDABLE = /^\uFEFF|\p{Surrogate}/gu;

/** Nobody's tsconfig, beside the file; it exists for the native process only. */
const CONFIG = '.otel-baton.tsconfig.json';

export interface Parser {
  /** Of `SyntaxKind`, for whoever reads the trees. */
  readonly kinds: Kinds;
  /**
   * Parse a text as the file of that name would be, which need not exist.
   *
   * @returns A tree that stays readable; its places are those of the text. One parser parses one text after the other.
   */
  parse(fileName: string, text: string): SourceFile;
  /** Ends the native process. */
  close(): void;
}

/** Start a native process that parses. It ends with this one, if it is not closed before. */
export function createParser({ version, ast, sync }: TypeScript7): Parser {
  const virtual = new Map<string, string>();
  const spelled = (fileName: string): string => fileName.replaceAll('\\', '/');
  const api = new sync.API({
    fs: {
      readFile: (fileName) => virtual.get(fileName),
      fileExists: (fileName) => virtual.has(fileName) || undefined,
    },
  });
  let last: { readonly config: string; readonly snapshot: ApiSnapshot } | undefined;

  function parse(fileName: string, text: string): SourceFile {
    const file = spelled(resolve(fileName));
    const config = spelled(join(dirname(file), CONFIG));
    virtual.clear();
    virtual.set(file, text.replace(UNSENDABLE, (character) => (character === '\uFEFF' ? ' ' : '\uFFFD')));
    virtual.set(config, JSON.stringify({ compilerOptions: { allowJs: true, jsx: 'preserve', module: 'preserve', noLib: true, noResolve: true, types: [] }, files: [file] }));
    const closes = last && last.config !== config ? [last.config] : [];
    const changed = last?.config === config ? [config, file] : [file];
    const snapshot = api.updateSnapshot({ openProjects: last?.config === config ? [] : [config], closeProjects: closes, fileChanges: { changed } });
    last?.snapshot.dispose();
    last = { config, snapshot };
    const program = snapshot.getProject(config)?.program;
    const parsed = program?.getSourceFile(file);
    if (!program || !parsed) throw new Error(`otel-baton: TypeScript ${version} did not parse ${fileName}`);
    // As TypeScript 5 and 6 write it down in the file, which is the one of before where the text is.
    return Object.defineProperty(parsed, 'parseDiagnostics', { configurable: true, value: program.getSyntacticDiagnostics(file) });
  }

  return { kinds: kindsOf(ast.SyntaxKind), parse, close: () => endProcess(api) };
}
