/** What is started, as far as one file tells: what it starts, and whether it is started by something else itself. */
import { STARTED_SIDE } from '../../boundaries/known.js';
import { isIgnored } from '../../plan/ignored.js';
import type { Loose, Node } from '../../syntax.js';
import { MAY_BE_STARTED } from '../may-be-started.js';
import type { Peer, Started } from '../resolver.js';
import { nameOfDeclaration, nameOfValue } from './externals.js';
import type { SyntaxContext } from './types.js';

/** What the members of {@link STARTED_SIDE} are called. */
const STARTED_NAMES: ReadonlySet<string> = new Set(Object.keys(STARTED_SIDE).map((name) => name.slice(Math.max(name.lastIndexOf('.'), name.indexOf('#')) + 1)));
const LISTENS = /^process#Process\.(?:on|once|addListener)$/;

export interface Starts {
  /** The module that a `new Worker(…)` or a `fork(…)` starts: code given as text is no module of the program. */
  started(start: Loose): Peer;
  /** Who is at the other end of a worker: told only where the file shows its construction. */
  peer(receiver: Loose): Peer;
  /** What the file must be started as, because it takes from Node what only such a module needs. */
  startedAs(): Started | undefined;
  /** Whether the file exports nothing, so that it is run, and not imported. */
  isMain(): boolean;
}

export function createStarts({ kinds, sourceFile, modules, read, scopes, externalOf }: SyntaxContext): Starts {
  /** Once it is known. */
  let side: { readonly of: Started | undefined } | undefined;
  const references = new Set([kinds.PropertyAccessExpression, kinds.ElementAccessExpression, kinds.BindingElement]);

  /** What a constant holds, else the expression itself. */
  function constant(expression: Loose): Loose {
    const node = read.unwrap(expression);
    const declaration = node.kind === kinds.Identifier ? scopes.lookup(node.text, node, 'values')?.declarations[0] : undefined;
    const isConstant = declaration?.kind === kinds.VariableDeclaration && read.isConst(declaration);
    return isConstant && declaration.initializer ? read.unwrap(declaration.initializer) : node;
  }

  function started(start: Loose): Peer {
    if (start.kind !== kinds.NewExpression) return 'unknown';
    const settings: Loose | undefined = start.arguments?.[1];
    const properties: readonly Loose[] = (settings && constant(settings).properties) ?? [];
    const named = (name: string): Loose | undefined => properties.find((property) => read.nameOf(property.name) === name);
    if (named('eval')?.initializer?.kind === kinds.TrueKeyword) return 'foreign';
    // What it is told of Node's own arguments may take the host away from it.
    const isAsThis = !settings || (constant(settings).kind === kinds.ObjectLiteralExpression && properties.every(isNamed) && !named('eval') && !named('execArgv') && !named('env'));
    return isAsThis && isWorker(start) ? moduleAt(start.arguments?.[0]) : 'unknown';
  }

  const isNamed = (property: Loose): boolean => property.kind !== kinds.SpreadAssignment && read.nameOf(property.name) !== undefined;

  function isWorker(start: Loose): boolean {
    const external = externalOf(start.expression, 'values');
    return external !== undefined && nameOfDeclaration(external) === 'worker_threads#Worker';
  }

  /** `new URL('./worker.ts', import.meta.url)`, `require.resolve('./worker.ts')`, of a host that knows what it compiles. */
  function moduleAt(expression: Loose | undefined): Peer {
    const node = expression && constant(expression);
    const [path, base]: readonly (Loose | undefined)[] = node?.arguments ?? [];
    const specifier = read.literal(path);
    if (!node || !specifier?.startsWith('.') || !modules?.isCompiled) return 'unknown';
    const external = externalOf(node.expression, 'values');
    const access = base && read.memberAccess(base);
    const isUrl = node.kind === kinds.NewExpression && external !== undefined && /^(?:url)?#URL$/.test(nameOfDeclaration(external)) && access?.object.kind === kinds.MetaProperty && access.name === 'url';
    const isResolved = node.kind === kinds.CallExpression && (node.expression as Node).kind === kinds.PropertyAccessExpression && isRequireResolve(node.expression);
    const file = isUrl || isResolved ? modules.find(specifier, read.fileOf(node).fileName) : undefined;
    if (!file || !modules.isCompiled(file.fileName)) return 'unknown';
    return isIgnored(file) ? 'foreign' : 'compiled';
  }

  function isRequireResolve(callee: Loose): boolean {
    const access = read.memberAccess(callee);
    return access?.name === 'resolve' && access.object.kind === kinds.Identifier && access.object.text === 'require';
  }

  function sideOf(node: Loose): Started | undefined {
    if (node.kind === kinds.CallExpression) return isListening(node) ? 'process' : undefined;
    const isImport = node.kind === kinds.ImportSpecifier;
    if (!isImport && !references.has(node.kind)) return undefined;
    const isDeclared = isImport || node.kind === kinds.BindingElement;
    // By its last name first: what it belongs to takes a walk through the scopes.
    const name = isDeclared ? read.nameOf(node.propertyName ?? node.name) : read.memberAccess(node)?.name;
    if (name === undefined || !STARTED_NAMES.has(name)) return undefined;
    if (isImport && (node.isTypeOnly || (node.parent.parent as Loose).isTypeOnly)) return undefined;
    const external = externalOf(isDeclared ? node.name : node, 'values');
    return external && STARTED_SIDE[nameOfValue(external)];
  }

  /** `process.on('message', …)` */
  function isListening(call: Loose): boolean {
    const external = read.literal(call.arguments[0]) === 'message' ? externalOf(call.expression, 'values') : undefined;
    return external !== undefined && LISTENS.test(nameOfValue(external));
  }

  function isExport(statement: Loose): boolean {
    return [kinds.ExportDeclaration, kinds.ExportAssignment].includes(statement.kind) || read.hasModifier(statement, kinds.ExportKeyword);
  }

  return {
    started,
    peer(receiver) {
      const origin = constant(receiver);
      return origin.kind === kinds.NewExpression ? started(origin) : 'unknown';
    },
    startedAs() {
      const find = (node: Node): Started | undefined => sideOf(node as Loose) ?? node.forEachChild(find);
      side ??= { of: MAY_BE_STARTED.test(sourceFile.text) ? sourceFile.forEachChild(find) : undefined };
      return side.of;
    },
    isMain: () => !(sourceFile.statements as readonly Loose[]).some(isExport),
  };
}
