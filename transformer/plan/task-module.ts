/** What a task module exports: functions that a pool calls with a task. */
import type { Loose } from '../syntax.js';
import type { Matched, Planning } from './planning.js';
import { placeOf } from './pools.js';
import type { Argument, Edit } from './rewrite.js';
import type { ExportedFunction } from '../boundaries/vocabulary.js';
import type { Row } from './rows.js';

type TaskRow = Row<ExportedFunction>;

/** The rows of the pools that run the file; if the user names it, of all that call what a file exports. */
export function taskRows({ index, options, resolver, tree }: Pick<Planning, 'index' | 'options' | 'resolver' | 'tree'>): readonly TaskRow[] {
  if (!index.exports.length) return [];
  const isNamed = isTaskModule(options.taskModules, tree.sourceFile.fileName);
  return index.exports.filter(({ boundary }) => isNamed || resolver.runFor.includes(boundary.name));
}

/** Whether the options name the file; paths are told from the tsconfig, whose folder need not be known. */
export function isTaskModule(named: readonly string[], fileName: string): boolean {
  return named.some((each) => fileName === each || fileName.endsWith(`/${each.replace(/^\.\//, '')}`));
}

export function planTaskModule(planning: Planning): void {
  const rows = taskRows(planning);
  const places = new Set(rows.flatMap(({ effect }) => (effect.does === 'receive task' ? [effect.at] : [])));
  const [first] = rows;
  const [place] = places;
  // Pools of several libraries may run one file.
  if (first && place !== undefined) planExports(planning, first, placeOf(places.size > 1 ? 'either' : place));
}

function planExports({ tree, kinds, carried }: Planning, row: TaskRow, place: Argument): void {
  const statements = tree.sourceFile.statements as readonly Loose[];
  const functions = new Set(statements.filter((each) => each.kind === kinds.FunctionDeclaration && each.body && each.name).map((each) => each.name.text as string));
  const has = (node: Loose, kind: number): boolean => !!(node.modifiers as Loose[] | undefined)?.some((each) => each.kind === kind);
  const isFunction = (node: Loose): boolean => node.kind === kinds.ArrowFunction || (node.kind === kinds.FunctionExpression && !node.asteriskToken);

  function found(node: Loose, name: string, edit: Edit): void {
    const matched: Matched = { row, node, end: `export ${name}`, verdict: 'certain' };
    carried(matched, [edit], 'sidecar');
  }

  /** @param name By which its place would have named it. */
  function wrap(node: Loose, name: string): void {
    const inner = tree.unwrap(node);
    const own: readonly Argument[] = isFunction(inner) && !inner.name ? [{ text: name }] : [];
    // A library may look for functions in what is exported by default.
    const helper = name === 'default' && !isFunction(inner) && mayHoldFunctions(inner) ? 'receiveTasks' : 'receiveTask';
    found(node, name, { edit: 'wrap', node, helper, after: [place, ...own] });
  }

  const NO_FUNCTIONS = new Set([
    kinds.ArrayLiteralExpression, kinds.BigIntLiteral, kinds.ClassExpression, kinds.FalseKeyword, kinds.NewExpression, kinds.NoSubstitutionTemplateLiteral,
    kinds.NullKeyword, kinds.NumericLiteral, kinds.ObjectLiteralExpression, kinds.PrefixUnaryExpression, kinds.StringLiteral, kinds.TemplateExpression,
    kinds.TrueKeyword, kinds.TypeOfExpression, kinds.VoidExpression,
  ]);
  const mayBeFunction = (node: Loose): boolean => !NO_FUNCTIONS.has(tree.unwrap(node).kind);

  const mayHoldFunctions = (inner: Loose): boolean => inner.kind === kinds.ObjectLiteralExpression || (mayBeFunction(inner) && !functions.has(inner.text as string));

  function exportedAs(node: Loose, name: string): void {
    found(node, name, { edit: 'wrap export', node, name, helper: 'receiveTask', after: [place], keepsName: true });
  }

  /** `module.exports = …`, `exports.name = …` */
  function commonjsName(target: Loose): string | undefined {
    const member = tree.member(target);
    if (!member) return undefined;
    const { receiver, name } = member;
    if (receiver.kind === kinds.Identifier && receiver.text === 'module' && name === 'exports') return 'default';
    const outer = tree.member(receiver);
    const isExports = (receiver.kind === kinds.Identifier && receiver.text === 'exports') || (outer?.name === 'exports' && outer.receiver.text === 'module');
    return isExports ? name : undefined;
  }

  function object(node: Loose): void {
    for (const property of node.properties as readonly Loose[]) {
      if (property.kind === kinds.PropertyAssignment && mayBeFunction(property.initializer)) wrap(property.initializer, property.name.text as string);
      // As a name, so that Node goes on finding it in the text.
      else if (property.kind === kinds.ShorthandPropertyAssignment && functions.has(property.name.text)) exportedAs(property, property.name.text as string);
    }
  }

  for (const statement of statements) {
    if (statement.kind === kinds.FunctionDeclaration && has(statement, kinds.ExportKeyword) && statement.body && !statement.asteriskToken) {
      exportedAs(statement, has(statement, kinds.DefaultKeyword) ? 'default' : (statement.name.text as string));
    } else if (statement.kind === kinds.VariableStatement && has(statement, kinds.ExportKeyword)) {
      for (const { name, initializer } of statement.declarationList.declarations as readonly Loose[]) {
        if (initializer && name.kind === kinds.Identifier && mayBeFunction(initializer)) wrap(initializer, name.text as string);
      }
    } else if (statement.kind === kinds.ExportAssignment) {
      const value = tree.unwrap(statement.expression);
      if (value.kind === kinds.ObjectLiteralExpression || mayBeFunction(value)) wrap(statement.expression, 'default');
    } else if (statement.kind === kinds.ExportDeclaration && !statement.moduleSpecifier && statement.exportClause) {
      for (const specifier of statement.exportClause.elements as readonly Loose[]) {
        const local = (specifier.propertyName ?? specifier.name).text as string;
        if (!specifier.isTypeOnly && functions.has(local)) exportedAs(specifier, specifier.name.text as string);
        else if (!specifier.isTypeOnly) constant(local);
      }
    } else if (statement.kind === kinds.ExpressionStatement && statement.expression.kind === kinds.BinaryExpression) {
      const { left, operatorToken, right } = statement.expression as Loose;
      const name = operatorToken.kind === kinds.EqualsToken ? commonjsName(left) : undefined;
      const value = tree.unwrap(right);
      if (name === 'default' && value.kind === kinds.ObjectLiteralExpression) object(value);
      else if (name !== undefined && mayBeFunction(right)) wrap(right, name);
    }
  }

  /** `const name = …` of a name that is exported elsewhere. */
  function constant(local: string): void {
    for (const statement of statements) {
      if (statement.kind !== kinds.VariableStatement || has(statement, kinds.ExportKeyword)) continue;
      const declared = (statement.declarationList.declarations as Loose[]).find(({ name }) => name.kind === kinds.Identifier && name.text === local);
      if (declared?.initializer && mayBeFunction(declared.initializer)) wrap(declared.initializer, local);
    }
  }
}
