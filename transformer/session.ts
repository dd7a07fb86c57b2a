/** What is worked out once for a program and used for all its files. */
import { isAbsolute } from 'node:path';
import type ts from 'typescript';
import { formatOf } from './apply/format.js';
import type { Options } from './options.js';
import { ownRows, type OwnRows } from './own-rows.js';
import { mayHaveBoundary, planFile } from './plan/plan.js';
import type { Found } from './plan/rewrite.js';
import { indexRows } from './plan/rows.js';
import { isRunAlone } from './plan/started-module.js';
import { isTaskModule } from './plan/task-module.js';
import { createCheckerResolver, type CheckerResolver } from './resolve/checker/index.js';
import { combineResolvers } from './resolve/combined.js';
import { MAY_BE_STARTED } from './resolve/may-be-started.js';
import type { Compiler, Program } from './resolve/checker/host.js';
import type { PeerAt, Resolver } from './resolve/resolver.js';
import { modulesOf } from './resolve/checker/names.js';
import { createSyntaxResolver } from './resolve/syntax/index.js';
import type { Modules } from './resolve/syntax/modules.js';
import { kindsOf, type Kinds, type SourceFile } from './syntax.js';

export interface Session {
  readonly kinds: Kinds;
  /** Whether the file must be parsed to tell what stands in it. */
  mayConcern(file: Pick<SourceFile, 'fileName' | 'text'>): boolean;
  /**
   * @param sourceFile As it was parsed, not as an earlier transformer left it.
   * @param compilerOptions How it is emitted; a host that writes text decides by itself what can import.
   */
  plan(sourceFile: SourceFile, compilerOptions?: ts.CompilerOptions): readonly Found[];
  /** What tells the other ends of channels; `undefined` of a file that is judged by its syntax alone. */
  channelsOf(sourceFile: SourceFile): Pick<CheckerResolver, 'otherEndOf' | 'startedWith'> | undefined;
  /** What the user has said of boundaries. */
  readonly own: OwnRows;
}

/** With `incremental`, `-b` and language services the factory is called once for each file. */
const sessions = new WeakMap<object, Map<string, Session>>();

/** What a host knows besides; the same for all sessions of a program. */
export interface SessionHost {
  /** For files that are judged by their syntax: what they import from others is followed there. */
  readonly modules?: Modules;
  /** Where it does not compile all that the program starts: what a module is to whoever starts it. */
  readonly peerAt?: PeerAt;
}

export function sessionOf(compiler: Compiler, program: Program | undefined, options: Options, host: SessionHost = {}): { readonly session: Session; readonly isNew: boolean } {
  const owner = host.modules ?? program ?? compiler.SyntaxKind;
  const key = JSON.stringify(options);
  let ofOwner = sessions.get(owner);
  if (!ofOwner) sessions.set(owner, (ofOwner = new Map()));
  const known = ofOwner.get(key);
  if (known) return { session: known, isNew: false };
  const session = createSession(compiler, program, options, host);
  ofOwner.set(key, session);
  return { session, isNew: true };
}

function createSession(compiler: Compiler, program: Program | undefined, options: Options, { modules: imported, peerAt }: SessionHost): Session {
  const kinds = kindsOf(compiler.SyntaxKind as unknown as Record<string, unknown>);
  const typed = hasTypes(program) ? program : undefined;
  const modules = typed && modulesOf(typed);
  const own = ownRows(kinds, typed, options);
  const rowsOf = (isInProgram: (module: string) => boolean, isAlone?: boolean) => indexRows(own.boundaries, isInProgram, isAlone);
  const typedRows = modules && rowsOf((module) => modules.has(module) || isAbsolute(module));
  const syntaxRows = rowsOf(() => true, true);
  const resolverOf = typed && createCheckerResolver(compiler, typed, typedRows?.pools, peerAt);

  /** A program that does not hold this very file is stale and would give wrong answers. */
  const isKnown = (sourceFile: SourceFile): boolean => (typed?.getSourceFile(sourceFile.fileName) as unknown) === sourceFile;

  function plan(sourceFile: SourceFile): readonly Found[] {
    const isCurrent = isKnown(sourceFile);
    const rows = isCurrent && typedRows ? typedRows : syntaxRows;
    const bySyntax = (): Resolver => createSyntaxResolver(kinds, sourceFile, imported);
    if (isCurrent && resolverOf) {
      const resolver = combineResolvers(resolverOf(sourceFile), bySyntax, sourceFile);
      const isTold = mayHaveBoundary(sourceFile.text, rows, options) || isTaskModule(options.taskModules, sourceFile.fileName) || resolver.runFor.length > 0 || (rows.defaultExports.length > 0 && resolver.givenTo.length > 0);
      return isTold || (rows.modules.length > 0 && isRunAlone({ options, resolver })) ? planFile(kinds, rows, options, sourceFile, resolver) : [];
    }
    return isToldAlone(sourceFile) ? planFile(kinds, rows, options, sourceFile, bySyntax()) : [];
  }

  /** Of a file that is seen by itself. */
  function isToldAlone({ fileName, text }: Pick<SourceFile, 'fileName' | 'text'>): boolean {
    return mayHaveBoundary(text, syntaxRows, options) || options.startup === 'environment' || isTaskModule(options.taskModules, fileName) || MAY_BE_STARTED.test(text);
  }

  return {
    kinds,
    own,
    channelsOf: (sourceFile) => (isKnown(sourceFile) ? resolverOf?.(sourceFile) : undefined),
    mayConcern: (file) => isToldAlone(file) || typed?.getSourceFile(file.fileName)?.text === file.text,
    plan(sourceFile, compilerOptions) {
      const found = plan(sourceFile);
      if (!found.length || !compilerOptions || formatOf(compiler, sourceFile as unknown as ts.SourceFile, compilerOptions) !== 'none') return found;
      return found.map((each) => ({ ...each, outcome: 'skipped', code: 'BATON1009', edits: [] }));
    },
  };
}

/** `transpileModule` makes a program without types. */
function hasTypes(program: Program | undefined): program is Program {
  if (!program) return false;
  const { noResolve, noLib } = program.getCompilerOptions();
  return !noResolve && !noLib && program.getSourceFiles().length > 1;
}
