/** Who is at the other end of a channel, and in which modules, by the checker. */
import type ts from 'typescript';
import { otherEndStays } from './channel.js';
import { reachedFrom } from './reach.js';
import type { ProgramStarts, Start } from './program-starts.js';
import type { Peer } from '../resolver.js';
import type { Checker, Compiler, Symbol } from './host.js';

const WORKER = 'worker_threads#Worker';
const CHILD = 'child_process#ChildProcess';
const CLUSTER_WORKER = 'cluster#Worker';
const PROCESS = '#NodeJS.Process';

/** Functions that return what the program's own callback does, or what the program has put into a collection. */
const RETURNS_CALLBACKS = /^(?:#|@opentelemetry\/api#(?:Tracer\.startActiveSpan|ContextAPI\.with)$)/;

/** Longest chain of constants that is followed. */
const DEPTH = 5;

export interface PeerContext {
  readonly starts: ProgramStarts;
  /** Whether the receiver is of one of these types. */
  readonly isA: (receiver: ts.Expression, type: string) => boolean;
  readonly namesOf: (symbol: Symbol) => readonly string[];
}

/** The other end of a channel, as far as it is told. */
export interface OtherEnd {
  readonly peer: Peer;
  /** What this end has started; who has started the module at hand; another port in this file. */
  readonly is: 'started' | 'starter' | 'here' | 'unknown';
  /** What it may be, where this end has started it. */
  readonly starts: readonly Start[];
}

/** What a construction or a call starts. A program that is no module of this one's is foreign. */
export function startAt(node: ts.Expression, { starts, isA }: PeerContext): OtherEnd {
  const start = starts.workers.get(node) ?? starts.forks.get(node) ?? starts.pools.get(node);
  if (start) return { peer: start.peer, is: 'started', starts: [start] };
  return isA(node, CLUSTER_WORKER) ? { peer: starts.cluster, is: 'started', starts: starts.clusters } : { peer: 'foreign', is: 'started', starts: [] };
}

/** The started modules of the program in which the file runs. */
export function startedWith(compiler: Compiler, checker: Checker, file: ts.SourceFile, { workers, forks, pools, clusters }: ProgramStarts): readonly ts.SourceFile[] {
  const entries = new Set([...workers.values(), ...forks.values(), ...pools.values(), ...clusters].flatMap(({ entry }) => entry ?? []));
  return [...entries].filter((entry) => reachedFrom(compiler, checker, entry).has(file));
}

/** Follow the receiver to what it was started by; else decide by what all of its kind that the program starts agree on. */
export function otherEndOf(compiler: Compiler, checker: Checker, receiver: ts.Expression, context: PeerContext): OtherEnd {
  const { starts } = context;
  const from = origin(receiver, 0);
  const start = starts.workers.get(from) ?? starts.forks.get(from);
  const pool = starts.pools.get(from);
  if (pool && !pool.isCall) return { peer: pool.peer, is: 'started', starts: [pool] };
  if (start || compiler.isNewExpression(from)) return { peer: start?.peer ?? 'unknown', is: 'started', starts: start ? [start] : [] };
  const pools = [...starts.pools.values()].filter((each) => each.names && !each.isCall && [...each.pool.of, ...(each.pool.types ?? [])].some((type) => context.isA(receiver, type)));
  if (pools.length) return oneOf(pools, true);
  if (context.isA(receiver, WORKER)) return oneOf([...starts.workers.values()], starts.isClosed.workers);
  if (context.isA(receiver, CHILD)) return oneOf([...starts.forks.values()], starts.isClosed.forks);
  if (context.isA(receiver, CLUSTER_WORKER)) return { peer: starts.cluster, is: 'started', starts: starts.clusters };
  if (isParentPort(from)) return { peer: starts.reachable.has(receiver.getSourceFile()) ? 'compiled' : 'unknown', is: 'starter', starts: [] };
  if (otherEndStays(compiler, checker, receiver, context.namesOf)) return { peer: 'compiled', is: 'here', starts: [] };
  return { peer: 'unknown', is: context.isA(receiver, PROCESS) ? 'starter' : 'unknown', starts: [] };

  /** @param isClosed Nobody but the program makes one of its kind. */
  function oneOf(all: readonly Start[], isClosed: boolean): OtherEnd {
    return { peer: isClosed && isOwn(from) ? unanimous(all) : 'unknown', is: 'started', starts: all };
  }

  /** The construction a constant holds, else its declaration, else the expression itself. */
  function origin(node: ts.Expression, depth: number): ts.Node {
    if (
      compiler.isParenthesizedExpression(node) || compiler.isNonNullExpression(node) || compiler.isAsExpression(node) ||
      compiler.isSatisfiesExpression(node)
    ) return origin(node.expression, depth);
    if (compiler.isNewExpression(node)) return starts.pools.has(node) || context.isA(node, WORKER) ? node : node.expression;
    if (starts.pools.has(node)) return node;
    let symbol = checker.getSymbolAtLocation(compiler.isPropertyAccessExpression(node) ? node.name : node);
    if (symbol && symbol.flags & compiler.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    const declaration = symbol?.valueDeclaration;
    if (!symbol || !declaration) return node;
    const initializer =
      compiler.isVariableDeclaration(declaration) || compiler.isPropertyDeclaration(declaration) || compiler.isPropertyAssignment(declaration)
        ? declaration.initializer
        : undefined;
    return initializer && depth < DEPTH && !isReassigned(symbol, declaration) ? origin(initializer, depth + 1) : declaration;
  }

  function isReassigned(symbol: Symbol, declaration: ts.Declaration): boolean {
    if (compiler.getCombinedNodeFlags(declaration) & compiler.NodeFlags.Const) return false;
    if (compiler.getCombinedModifierFlags(declaration) & compiler.ModifierFlags.Readonly) return false;
    let reassigned = false;
    const { text: name } = ((declaration as ts.NamedDeclaration).name ?? {}) as { readonly text?: string };
    const visit = (node: ts.Node): void => {
      if (compiler.isBinaryExpression(node) && node.operatorToken.kind === compiler.SyntaxKind.EqualsToken) {
        const left = compiler.isPropertyAccessExpression(node.left) ? node.left.name : node.left;
        // The name is compared first, because it is there.
        if ((name === undefined || (left as { readonly text?: string }).text === name) && checker.getSymbolAtLocation(left) === symbol) reassigned = true;
      }
      compiler.forEachChild(node, visit);
    };
    visit(declaration.getSourceFile());
    return reassigned;
  }

  function isParentPort(node: ts.Node): boolean {
    const symbol = compiler.isVariableDeclaration(node) ? checker.getSymbolAtLocation(node.name) : undefined;
    return !!symbol && context.namesOf(symbol).includes('worker_threads#parentPort');
  }

  /**
   * Whether the worker is one of the program's own: held by a declaration of its own, or taken out of
   * a collection. A declared parameter can come from anywhere; that of a callback comes from what the
   * program calls it with.
   */
  function isOwn(node: ts.Node): boolean {
    if (compiler.isParameter(node)) {
      const isCallback = compiler.isArrowFunction(node.parent) || compiler.isFunctionExpression(node.parent);
      return isCallback && node.type === undefined;
    }
    if (compiler.isAwaitExpression(node)) return isOwn(origin(node.expression, 0));
    if (compiler.isCallExpression(node)) {
      const callee = checker.getSymbolAtLocation(compiler.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression);
      const declared = checker.getResolvedSignature(node)?.declaration?.getSourceFile();
      return (callee !== undefined && context.namesOf(callee).every((name) => RETURNS_CALLBACKS.test(name))) || declared?.isDeclarationFile === false;
    }
    return !node.getSourceFile().isDeclarationFile;
  }

  function unanimous(all: readonly Start[]): Peer {
    const [first, ...others] = new Set(all.map((each) => each.peer));
    return first !== undefined && others.length === 0 ? first : 'unknown';
  }
}
