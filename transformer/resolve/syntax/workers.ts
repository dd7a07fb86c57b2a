/** Workers, as far as one file tells: what it starts, and whether it is started as one itself. */
import { WORKER_SIDE } from '../../boundaries/known.js';
import type { Loose, Node } from '../../syntax.js';
import type { Peer } from '../resolver.js';
import { nameOfValue } from './externals.js';
import type { SyntaxContext } from './types.js';

export interface Workers {
  /** The module that a `new Worker(…)` starts: code given as text is no module of the program. */
  started(construction: Loose): Peer;
  /** Who is at the other end of a worker: told only where the file shows its construction. */
  peer(receiver: Loose): Peer;
  /** Whether the file takes from `worker_threads` what only a module that runs in a worker needs. */
  isEntry(): boolean;
}

export function createWorkers({ kinds, sourceFile, read, scopes, externalOf }: SyntaxContext): Workers {
  const references = new Set([kinds.PropertyAccessExpression, kinds.ElementAccessExpression, kinds.BindingElement]);

  /** What a constant holds, else the expression itself. */
  function constant(expression: Loose): Loose {
    const node = read.unwrap(expression);
    const declaration = node.kind === kinds.Identifier ? scopes.lookup(node.text, node, 'values')?.declarations[0] : undefined;
    const isConstant = declaration?.kind === kinds.VariableDeclaration && read.isConst(declaration);
    return isConstant && declaration.initializer ? read.unwrap(declaration.initializer) : node;
  }

  function started(construction: Loose): Peer {
    const settings: Loose | undefined = construction.arguments?.[1];
    const properties: readonly Loose[] = (settings && constant(settings).properties) ?? [];
    const evaluates = properties.find((property) => read.nameOf(property.name) === 'eval');
    return evaluates?.initializer?.kind === kinds.TrueKeyword ? 'foreign' : 'unknown';
  }

  function isWorkerSide(node: Loose): boolean {
    if (node.kind === kinds.ImportSpecifier) return !node.isTypeOnly && !(node.parent.parent as Loose).isTypeOnly && isWorkerSideName(node.name);
    if (!references.has(node.kind)) return false;
    return isWorkerSideName(node.kind === kinds.BindingElement ? node.name : node);
  }

  function isWorkerSideName(node: Loose): boolean {
    const external = externalOf(node, 'values');
    return external !== undefined && WORKER_SIDE.has(nameOfValue(external));
  }

  return {
    started,
    peer(receiver) {
      const origin = constant(receiver);
      return origin.kind === kinds.NewExpression ? started(origin) : 'unknown';
    },
    isEntry() {
      if (!sourceFile.text.includes('worker_threads')) return false;
      let found = false;
      const visit = (each: Node): undefined => {
        const node = each as Loose;
        found ||= isWorkerSide(node);
        if (!found) node.forEachChild(visit);
        return undefined;
      };
      sourceFile.forEachChild(visit);
      return found;
    },
  };
}
