/** Does a file look as if it ran in a worker? For workers that the program does not create, or not visibly. */
import type { Kinds, Loose, SourceFile } from '../syntax.js';

/** What only a worker has. */
const WORKER_SIDE = ['parentPort', 'workerData'];

/** Whether the file takes one of them from `worker_threads`: by import, by `require`, or from the namespace. */
export function looksLikeWorker(kinds: Kinds, sourceFile: SourceFile): boolean {
  if (!/worker_threads/.test(sourceFile.text) || !WORKER_SIDE.some((name) => sourceFile.text.includes(name))) return false;
  const isWorkerThreads = (node: Loose | undefined): boolean =>
    node?.kind === kinds.StringLiteral && /^(?:node:)?worker_threads$/.test(node.text as string);
  /** Local names of the whole module. */
  const namespaces = new Set<string>();
  let found = false;

  const isWorkerSide = (name: Loose | undefined): boolean => WORKER_SIDE.includes(name?.text as string);

  function bind(name: Loose | undefined): void {
    if (name?.kind === kinds.Identifier) namespaces.add(name.text as string);
    for (const element of (name?.elements ?? []) as Loose[]) if (isWorkerSide(element.propertyName ?? element.name)) found = true;
  }

  const required = (node: Loose | undefined): boolean => {
    const call = node?.kind === kinds.AwaitExpression ? (node.expression as Loose) : node;
    return call?.kind === kinds.CallExpression && isWorkerThreads(call.arguments[0]);
  };

  const visit = (child: Loose): undefined => {
    if (child.kind === kinds.ImportDeclaration && isWorkerThreads(child.moduleSpecifier)) {
      bind(child.importClause?.name);
      const bindings = child.importClause?.namedBindings as Loose | undefined;
      bind(bindings?.kind === kinds.NamespaceImport ? bindings.name : bindings);
    } else if (child.kind === kinds.ImportEqualsDeclaration && isWorkerThreads(child.moduleReference.expression)) bind(child.name);
    else if (child.kind === kinds.VariableDeclaration && required(child.initializer)) bind(child.name);
    else if (child.kind === kinds.PropertyAccessExpression && isWorkerSide(child.name)) {
      if (namespaces.has(child.expression.text as string) || required(child.expression)) found = true;
    }
    if (!found) child.forEachChild((each) => visit(each as Loose));
    return undefined;
  };
  sourceFile.forEachChild((child) => visit(child as Loose));
  return found;
}
