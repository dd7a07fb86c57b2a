/** The workers of a program: which of its modules run as workers, and what is not known about the others. */
import { dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import type ts from 'typescript';
import { entryPath } from './entry-path.js';
import type { Peer } from '../resolver.js';

type Compiler = typeof ts;

/** What a file name in emitted code may have been in the source. */
const SOURCE_EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
  '.jsx': ['.tsx', '.jsx'],
  '': ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '/index.ts', '/index.js'],
};

export interface WorkerConstruction {
  readonly peer: Peer;
  /** The program's module it starts, where the peer is `compiled`. */
  readonly entry?: ts.SourceFile;
}

export interface ProgramWorkers {
  readonly constructions: ReadonlyMap<ts.NewExpression, WorkerConstruction>;
  readonly entries: ReadonlySet<ts.SourceFile>;
  /** Modules that an entry imports, itself included: their `parentPort` leads to a compiled creator. */
  readonly reachable: ReadonlySet<ts.SourceFile>;
}

/** Find every construction that `isWorker` accepts. Called at most once for each program, and only if it has a boundary. */
export function programWorkers(compiler: Compiler, program: ts.Program, isWorker: (construction: ts.NewExpression) => boolean): ProgramWorkers {
  const checker = program.getTypeChecker();
  const options = program.getCompilerOptions();
  const constructions = new Map<ts.NewExpression, WorkerConstruction>();
  const own = program.getSourceFiles().filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file));

  const rootDir = options.rootDir ?? (program as { getCommonSourceDirectory?(): string }).getCommonSourceDirectory?.() ?? program.getCurrentDirectory();
  const emittedAt = (fileName: string): string => (options.outDir === undefined ? fileName : join(options.outDir, relative(rootDir, fileName)));
  const byOutput = new Map(own.map((file) => [withoutExtension(emittedAt(file.fileName)), file]));

  function sourceAt(path: string): ts.SourceFile | undefined {
    const extension = extname(path) in SOURCE_EXTENSIONS ? extname(path) : '';
    const base = extension === '' ? path : path.slice(0, -extension.length);
    const exact = program.getSourceFile(path);
    if (exact && !exact.isDeclarationFile) return exact;
    for (const candidate of SOURCE_EXTENSIONS[extension] ?? []) {
      const file = program.getSourceFile(base + candidate);
      if (file && !file.isDeclarationFile) return file;
    }
    return undefined;
  }

  function moduleOf(path: string, from: ts.SourceFile): ts.SourceFile | undefined {
    if (!isAbsolute(path)) return byOutput.get(withoutExtension(resolve(program.getCurrentDirectory(), path)));
    const beside = sourceAt(path);
    if (beside) return beside;
    // Emitted files may lie elsewhere than their sources: walk from where this one is emitted.
    const emitted = resolve(dirname(emittedAt(from.fileName)), relative(dirname(from.fileName), path));
    return byOutput.get(withoutExtension(emitted));
  }

  function construction(node: ts.NewExpression): WorkerConstruction {
    const [file, settings] = fileArguments(node);
    if (settings && compiler.isObjectLiteralExpression(settings)) {
      const evaluates = settings.properties.find((property) => property.name?.getText() === 'eval');
      if (evaluates) return { peer: /:\s*false$/.test(evaluates.getText()) ? 'unknown' : 'foreign' };
    }
    const path = file && entryPath(compiler, checker, file);
    if (path === undefined || path.startsWith('data:')) return { peer: path === undefined ? 'unknown' : 'foreign' };
    const entry = moduleOf(path, node.getSourceFile());
    if (entry) return { peer: 'compiled', entry };
    return { peer: isAbsolute(path) ? 'foreign' : 'unknown' };
  }

  /** Those of `new Worker(…)`; for a subclass with a constructor, those of its `super(…)`, which may be handed on. */
  function fileArguments(node: ts.NewExpression): readonly (ts.Expression | undefined)[] {
    const declaration = checker.getTypeAtLocation(node).symbol?.valueDeclaration;
    const constructor = declaration && compiler.isClassLike(declaration) ? declaration.members.find(compiler.isConstructorDeclaration) : undefined;
    if (!constructor?.body) return node.arguments ?? [];
    let found: readonly ts.Expression[] = [];
    const visit = (child: ts.Node): void => {
      if (compiler.isCallExpression(child) && child.expression.kind === compiler.SyntaxKind.SuperKeyword) found = child.arguments;
      compiler.forEachChild(child, visit);
    };
    visit(constructor.body);
    return found.map((argument) => {
      const at = constructor.parameters.findIndex(({ name }) => compiler.isIdentifier(argument) && name.getText() === argument.text);
      return at < 0 ? argument : node.arguments?.[at];
    });
  }

  for (const file of own) {
    if (!/\bnew\b/.test(file.text) || !/worker/i.test(file.text)) continue;
    const visit = (node: ts.Node): void => {
      if (compiler.isNewExpression(node) && isWorker(node)) constructions.set(node, construction(node));
      compiler.forEachChild(node, visit);
    };
    visit(file);
  }

  const entries = new Set([...constructions.values()].flatMap((each) => each.entry ?? []));
  const reachable = new Set<ts.SourceFile>();
  const reach = (file: ts.SourceFile): void => {
    if (reachable.has(file) || file.isDeclarationFile) return;
    reachable.add(file);
    for (const statement of file.statements) {
      const specifier = compiler.isImportDeclaration(statement) || compiler.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
      const imported = specifier && checker.getSymbolAtLocation(specifier)?.valueDeclaration;
      if (imported && compiler.isSourceFile(imported)) reach(imported);
    }
  };
  entries.forEach(reach);
  return { constructions, entries, reachable };
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, '');
}
