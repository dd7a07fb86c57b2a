/** What a program starts: which of its modules run as workers or as processes of their own, and what is not known about the others. */
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type ts from 'typescript';
import { TAKES_FILE } from '../../boundaries/known.js';
import { entryPath } from './entry-path.js';
import { reachedFrom } from './reach.js';
import { taskModules } from './task-exports.js';
import { outputStem, outputStemsOfReferences, withoutExtension } from './output-paths.js';
import type { NamedFile } from '../../boundaries/vocabulary.js';
import { isIgnored } from '../../plan/ignored.js';
import { ownFiles } from '../../program-files.js';
import { sourcesOf } from '../../source-paths.js';
import type { BoundaryPool } from '../../plan/rows.js';
import type { Peer, PeerAt, Started } from '../resolver.js';
import type { Compiler, Program, Type } from './host.js';

const FORK = 'child_process#fork';
const SETUP = new Set(['cluster#Cluster.setupPrimary', 'cluster#Cluster.setupMaster']);

export interface Start {
  readonly peer: Peer;
  /** The program's module it starts, where the peer is `compiled`. */
  readonly entry?: ts.SourceFile;
}

export interface PoolStart extends Start {
  readonly pool: BoundaryPool;
  /** The call itself says it. */
  readonly isCall: boolean;
  /** Whether a file is named at all; else each call names its own. */
  readonly names: boolean;
}

export interface ClusterStart extends Start {
  readonly from: ts.SourceFile;
}

export interface ProgramStarts {
  /** By `new Worker(…)`. */
  readonly workers: ReadonlyMap<ts.Node, Start>;
  /** By `fork(…)`. */
  readonly forks: ReadonlyMap<ts.Node, Start>;
  /** By what makes a pool, and by calls that name a file of their own. */
  readonly pools: ReadonlyMap<ts.Node, PoolStart>;
  /** The boundaries of the pools that run a module. */
  readonly tasks: ReadonlyMap<ts.SourceFile, readonly string[]>;
  /** What a cluster's workers run. */
  readonly cluster: Peer;
  /** The modules that they may run, each with the file that says so. */
  readonly clusters: readonly ClusterStart[];
  readonly entries: ReadonlyMap<ts.SourceFile, Started>;
  /** Modules whose files are given to objects of these types, which call what they export. */
  readonly given: ReadonlyMap<ts.SourceFile, readonly string[]>;
  /** Modules that an entry imports, itself included: their `parentPort` leads to a compiled creator. */
  readonly reachable: ReadonlySet<ts.SourceFile>;
  /** No package's or library's declarations speak of them, so every `Worker`, every connected child, is one of these. */
  readonly isClosed: { readonly workers: boolean; readonly forks: boolean };
}

export const NO_STARTS: ProgramStarts = {
  workers: new Map(), forks: new Map(), pools: new Map(), tasks: new Map(), cluster: 'unknown', clusters: [], entries: new Map(), given: new Map(), reachable: new Set(),
  isClosed: { workers: false, forks: false },
};

/** What the checker knows of a node that may start something. */
export interface Recogniser {
  readonly makesWorker: (construction: ts.NewExpression) => boolean;
  /** The types, bases included, that a constructed expression makes. */
  readonly constructedNames: (callee: ts.Expression) => ReadonlySet<string> | undefined;
  /** Names of the declaration a callee refers to. */
  readonly namesOf: (callee: ts.Expression) => readonly string[] | undefined;
  readonly poolOf: (node: ts.NewExpression | ts.CallExpression) => BoundaryPool | undefined;
  readonly isPoolMember: (node: ts.CallExpression) => BoundaryPool | undefined;
  readonly hasPools: boolean;
  /** What a module of the program's is to whoever starts it; not every host compiles all that is started. */
  readonly peerAt?: PeerAt | undefined;
  /** All of these will be asked for. */
  readonly willAsk: (starts: readonly (ts.NewExpression | ts.CallExpression)[]) => void;
}

/** Find all that the program starts. Called at most once for each program, and only if it has a boundary. */
export function programStarts(compiler: Compiler, program: Program, recogniser: Recogniser): ProgramStarts {
  const { makesWorker, constructedNames, namesOf, poolOf, isPoolMember, hasPools, willAsk, peerAt = () => 'compiled' } = recogniser;
  const checker = program.getTypeChecker();
  const workers = new Map<ts.Node, Start>();
  const forks = new Map<ts.Node, Start>();
  const pools = new Map<ts.Node, PoolStart>();
  const tasks = new Map<ts.SourceFile, string[]>();
  /** Boundaries whose pools are sent code. */
  const coded = new Set<string>();
  const settings: ClusterStart[] = [];
  const given = new Map<ts.SourceFile, string[]>();
  const own = ownFiles(program);

  const stemOf = outputStem(program);
  const byOutput = new Map(own.map((file) => [stemOf(file.fileName), file]));

  function sourceAt(path: string): ts.SourceFile | undefined {
    for (const candidate of sourcesOf(path)) {
      const file = program.getSourceFile(candidate);
      if (file && !file.isDeclarationFile) return file;
    }
    return undefined;
  }

  /** A path beside a source file, as it lies beside the emitted one. */
  function emittedFrom(path: string, from: ts.SourceFile): string {
    return resolve(dirname(stemOf(from.fileName)), relative(dirname(from.fileName), path));
  }

  function moduleOf(path: string, from: ts.SourceFile): ts.SourceFile | undefined {
    if (!isAbsolute(path)) return byOutput.get(withoutExtension(resolve(program.getCurrentDirectory(), path)));
    const beside = sourceAt(path);
    if (beside) return beside;
    // Emitted files may lie elsewhere than their sources: walk from where this one is emitted.
    return byOutput.get(withoutExtension(emittedFrom(path, from)));
  }

  /** A project that this one references is compiled on its own; its tsconfig says whether by us. */
  let referenced: ReadonlySet<string> | undefined;

  function isOfReferencedProject(path: string, from: ts.SourceFile): boolean {
    referenced ??= outputStemsOfReferences(compiler, program);
    return referenced.has(withoutExtension(path)) || referenced.has(withoutExtension(emittedFrom(path, from)));
  }

  const peerOf = (entry: ts.SourceFile): Peer => (isIgnored(entry) ? 'foreign' : peerAt(entry.fileName));

  function startOf(file: ts.Expression | undefined, startsHere?: boolean): Start {
    const told = file && entryPath(compiler, checker, file);
    const path = startsHere && told?.startsWith('.') ? resolve(dirname((file as ts.Expression).getSourceFile().fileName), told) : told;
    if (path === undefined || path.startsWith('data:')) return { peer: path === undefined ? 'unknown' : 'foreign' };
    const from = (file as ts.Expression).getSourceFile();
    const entry = moduleOf(path, from);
    const peer = entry && peerOf(entry);
    if (peer) return peer === 'foreign' ? { peer } : { peer, entry };
    if (isAbsolute(path) && isOfReferencedProject(path, from)) return { peer: peerAt(path) };
    return { peer: isAbsolute(path) ? 'foreign' : 'unknown' };
  }

  function construction(node: ts.NewExpression): Start {
    const [file, options] = fileArguments(node);
    if (options && compiler.isObjectLiteralExpression(options)) {
      const evaluates = options.properties.find((property) => property.name?.getText() === 'eval');
      if (evaluates) return { peer: /:\s*false$/.test(evaluates.getText()) ? 'unknown' : 'foreign' };
    }
    return startOf(file);
  }

  /** What a pool is told to run, as an argument or as a property of one. */
  function fileOf(given: readonly (ts.Expression | undefined)[], { argument, property }: NamedFile): ts.Expression | undefined {
    const value = given[argument];
    if (!value || property === undefined) return value;
    const declaration = checker.getTypeAtLocation(value).getProperty(property)?.valueDeclaration;
    if (declaration && compiler.isPropertyAssignment(declaration)) return declaration.initializer;
    if (!declaration || !compiler.isShorthandPropertyAssignment(declaration)) return undefined;
    const variable = checker.getShorthandAssignmentValueSymbol(declaration)?.valueDeclaration;
    return variable && compiler.isVariableDeclaration(variable) && compiler.getCombinedNodeFlags(variable) & compiler.NodeFlags.Const ? variable.initializer : undefined;
  }

  /** Whether the argument may have the property, as far as its type says. */
  function mayName(given: readonly (ts.Expression | undefined)[], { argument, property = '' }: NamedFile): boolean {
    const value = given[argument];
    if (!value || property === '') return !!value;
    const type = checker.getTypeAtLocation(value);
    const parts = type.isUnion() ? type.types : [type];
    return parts.some((part) => !!(part.flags & (compiler.TypeFlags.Any | compiler.TypeFlags.Unknown)) || part.getProperty(property) !== undefined);
  }

  function pooled(node: ts.Node, pool: BoundaryPool, given: readonly (ts.Expression | undefined)[], file: NamedFile, isCall: boolean): void {
    const names = mayName(given, file);
    if (isCall && !names) return;
    const named = fileOf(given, file);
    const start = startOf(named, file.from === 'here');
    pools.set(node, { ...start, peer: start.peer === 'compiled' ? worker(start.entry, pool) : start.peer, pool, isCall, names });
  }

  const calledName = (node: ts.Node): string | undefined =>
    compiler.isCallExpression(node) && compiler.isPropertyAccessExpression(node.expression) ? node.expression.name.text : undefined;

  /** Whether the functions of a worker file of the program understand more than their own tasks. */
  function worker(entry: ts.SourceFile | undefined, { boundary, gives }: BoundaryPool): Peer {
    // That of another project is compiled without a view of this one.
    if (!entry) return 'unknown';
    if (gives) return gives.some((word) => new RegExp(`\\b${word}\\b`).test(entry.text)) ? 'compiled' : 'unknown';
    const modules = taskModules(compiler, checker, entry, (file) => own.includes(file));
    modules?.forEach((module) => tasks.set(module, [...(tasks.get(module) ?? []), boundary]));
    return modules ? 'compiled' : 'foreign';
  }

  function poolStart(node: ts.NewExpression | ts.CallExpression): void {
    const isConstruction = compiler.isNewExpression(node);
    const pool = poolOf(node);
    if (pool) return pooled(node, pool, isConstruction ? fileArguments(node) : node.arguments, pool.file, false);
    const called = isConstruction ? undefined : isPoolMember(node);
    if (called?.code !== undefined && calledName(node) === called.code) coded.add(called.boundary);
    else if (called?.call) pooled(node, called, (node as ts.CallExpression).arguments, called.call.file, true);
  }

  /** `cluster.setupPrimary({ exec })`; without an `exec`, what the primary itself runs. */
  function setup(node: ts.CallExpression): void {
    const [options] = node.arguments;
    const exec = options && compiler.isObjectLiteralExpression(options) ? options.properties.find((property) => property.name?.getText() === 'exec') : undefined;
    const from = node.getSourceFile();
    if (exec) settings.push({ ...startOf(compiler.isPropertyAssignment(exec) ? exec.initializer : undefined), from });
    else if (options && !compiler.isObjectLiteralExpression(options)) settings.push({ peer: 'unknown', from });
  }

  /** What is made is given the file of a module, and will call what that exports. */
  function give(node: ts.NewExpression): void {
    const names = constructedNames(node.expression);
    for (const [type, argument] of Object.entries(TAKES_FILE)) {
      const entry = names?.has(type) ? startOf(fileArguments(node)[argument]).entry : undefined;
      if (entry) given.set(entry, [...(given.get(entry) ?? []), type]);
    }
  }

  /** Those of `new Worker(…)`; for a subclass with a constructor, those of its `super(…)`, which may be handed on. */
  function fileArguments(node: ts.NewExpression): readonly (ts.Expression | undefined)[] {
    const constructor = constructorOf(checker.getTypeAtLocation(node));
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

  /** The nearest constructor of the program's own among a class and its bases. */
  function constructorOf(type: Type): ts.ConstructorDeclaration | undefined {
    const declaration = type.symbol?.valueDeclaration;
    if (!declaration || !compiler.isClassLike(declaration) || declaration.getSourceFile().isDeclarationFile) return undefined;
    const own = declaration.members.find((member): member is ts.ConstructorDeclaration => compiler.isConstructorDeclaration(member) && !!member.body);
    const [base] = type.isClassOrInterface() ? checker.getBaseTypes(type) : [];
    return own ?? (base && constructorOf(base));
  }

  for (const file of own) {
    if (isIgnored(file)) continue;
    const mayMakeWorker = /\bnew\b/.test(file.text) && /worker/i.test(file.text);
    const mayFork = /\bfork\b|\bsetup(?:Primary|Master)\b/.test(file.text);
    if (!mayMakeWorker && !mayFork && !hasPools) continue;
    const starts: (ts.NewExpression | ts.CallExpression)[] = [];
    const visit = (node: ts.Node): void => {
      if (compiler.isNewExpression(node) || compiler.isCallExpression(node)) starts.push(node);
      compiler.forEachChild(node, visit);
    };
    visit(file);
    willAsk(starts.filter((node) => (compiler.isNewExpression(node) ? mayMakeWorker || hasPools : mayFork || hasPools)));
    for (const node of starts) {
      if (compiler.isNewExpression(node) && mayMakeWorker && makesWorker(node)) workers.set(node, construction(node));
      if (compiler.isNewExpression(node) && mayMakeWorker) give(node);
      if (hasPools) poolStart(node);
      if (compiler.isCallExpression(node) && mayFork) {
        const names = namesOf(node.expression);
        if (names?.includes(FORK)) forks.set(node, startOf(node.arguments[0]));
        if (names?.some((name) => SETUP.has(name))) setup(node);
      }
    }
  }

  for (const [node, start] of pools) if (coded.has(start.pool.boundary)) pools.set(node, { ...start, peer: 'foreign' });
  const entries = new Map<ts.SourceFile, Started>();
  for (const { entry } of [...forks.values(), ...settings]) if (entry) entries.set(entry, 'process');
  for (const { entry } of workers.values()) if (entry) entries.set(entry, 'worker');
  const reachable = new Set<ts.SourceFile>();
  for (const entry of entries.keys()) if (peerOf(entry) === 'compiled') reachedFrom(compiler, checker, entry, reachable);

  const libraries = program.getSourceFiles().filter((file) => file.isDeclarationFile && !/\/@types\/node\//.test(file.fileName));
  const speaks = (module: RegExp, type: RegExp): boolean => libraries.some(({ text }) => module.test(text) && type.test(text));
  const runsItself = own.find(({ text }) => /\bcluster\b/.test(text) && /\bis(?:Primary|Master|Worker)\b/.test(text));
  const peers = new Set(settings.map(({ peer }) => peer));
  const [only = 'unknown'] = settings.length ? peers : [runsItself ? peerOf(runsItself) : 'unknown'];
  return {
    workers,
    forks,
    pools,
    tasks,
    cluster: peers.size > 1 ? 'unknown' : only,
    clusters: settings.length || !runsItself ? settings : [{ peer: only, entry: runsItself, from: runsItself }],
    entries,
    given,
    reachable,
    isClosed: {
      workers: !speaks(/worker_threads/, /\bWorker\b/),
      // A command may be given a channel too.
      forks: !speaks(/child_process/, /\bChildProcess\b|\bfork\b/) && !own.some(({ text }) => /["'`]ipc["'`]/.test(text)),
    },
  };
}
