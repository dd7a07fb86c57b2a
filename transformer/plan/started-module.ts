/** Where in a module that is started on its own the context that started it can be attached: as soon as the SDK may be there. */
import type { Loose } from '../syntax.js';
import type { Planning } from './planning.js';
import type { Argument, Edit } from './rewrite.js';
import type { Tree } from './tree.js';

const isMain = ({ options, resolver }: Pick<Planning, 'options' | 'resolver'>): boolean => options.startup === 'environment' && resolver.isMain;

/** Whether the module runs as an execution unit of its own, whose top level runs in the context that started it. */
export const isRunAlone = (asked: Pick<Planning, 'options' | 'resolver'>): boolean => asked.resolver.startedAs !== undefined || isMain(asked);

export function planModule({ tree, index, options, resolver, carried }: Planning): void {
  const fromEnvironment = isMain({ options, resolver });
  const row = index.modules.find(({ at }) => (at.of === 'main' ? fromEnvironment : at.of === resolver.startedAs));
  if (!row) return;
  const edits = attempts(tree, fromEnvironment ? [{ flag: true }] : []);
  const form = row.boundary.carries === 'environment' ? 'environment' : 'environment data';
  if (edits.length) carried({ row, node: tree.sourceFile as unknown as Loose, end: 'module', verdict: 'certain' }, edits, form);
}

/** One attempt before the first statement that does something, and one after each statement that may have started the SDK. */
function attempts(tree: Tree, given: readonly Argument[]): readonly Edit[] {
  const { kinds, sourceFile } = tree;
  const statements = sourceFile.statements as readonly Loose[];
  const isPrologue = (node: Loose): boolean => node.kind === kinds.ExpressionStatement && node.expression.kind === kinds.StringLiteral;
  const isDeclaration = (node: Loose): boolean =>
    [kinds.FunctionDeclaration, kinds.InterfaceDeclaration, kinds.TypeAliasDeclaration, kinds.ExportDeclaration].includes(node.kind);
  const isImport = (node: Loose): boolean => node.kind === kinds.ImportDeclaration || node.kind === kinds.ImportEqualsDeclaration;

  function doesSomething(statement: Loose): boolean {
    let found = false;
    tree.walkFunction(statement, (node) => {
      if (node.kind === kinds.CallExpression || node.kind === kinds.NewExpression || node.kind === kinds.AwaitExpression) found = true;
    });
    return found;
  }

  const edits: Edit[] = [];
  let maySdkBeNew = true;
  for (const statement of statements) {
    if (isImport(statement)) {
      maySdkBeNew = true;
      continue;
    }
    if (isPrologue(statement) || isDeclaration(statement)) continue;
    const does = doesSomething(statement);
    if (maySdkBeNew && (does || statement === statements.at(-1))) {
      edits.push({ edit: 'insert', node: statement, where: 'before', helper: 'attachStarted', arguments: given });
      maySdkBeNew = false;
    }
    if (does) maySdkBeNew = true;
  }
  // A module that only imports: what it imports is its work.
  const first = statements.find((statement) => !isPrologue(statement));
  if (!edits.length && first) edits.push({ edit: 'insert', node: first, where: 'before', helper: 'attachStarted', arguments: given });
  return edits;
}
