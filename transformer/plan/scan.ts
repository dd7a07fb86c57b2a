/** One walk over a file: everything that may be a boundary, before anybody is asked what it really is. */
import type { Assignment, FunctionCall, MemberCall } from '../boundaries/vocabulary.js';
import type { Loose, Node } from '../syntax.js';
import type { Row, RowIndex } from './rows.js';
import type { Tree } from './tree.js';

export interface MemberCandidate {
  readonly node: Loose;
  readonly receiver: Loose;
  readonly member: string;
  readonly nameNode: Loose;
  readonly rows: readonly Row<MemberCall | Assignment>[];
}

export interface FunctionCandidate {
  readonly node: Loose;
  readonly callee: Loose;
  readonly rows: readonly Row<FunctionCall>[];
}

export interface Scan {
  readonly members: readonly MemberCandidate[];
  readonly functions: readonly FunctionCandidate[];
  /** `new Type(…)` and `super(…)`. */
  readonly constructions: readonly Loose[];
  /** Calls of `import(…)`. */
  readonly imports: readonly Loose[];
  /** Calls of something called `startSpan`. */
  readonly spans: readonly { readonly node: Loose; readonly receiver: Loose }[];
}

export function scan(tree: Tree, index: RowIndex): Scan {
  const { kinds } = tree;
  const members: MemberCandidate[] = [];
  const functions: FunctionCandidate[] = [];
  const constructions: Loose[] = [];
  const imports: Loose[] = [];
  const spans: { node: Loose; receiver: Loose }[] = [];
  const TYPES: ReadonlySet<number> = new Set([kinds.InterfaceDeclaration, kinds.TypeAliasDeclaration, kinds.TypeReference]);
  /** Functions imported under another name, by that name. */
  const renamed = new Map<string, string>();
  /** What whole modules are imported as, or what they export by default. */
  const modules = new Set<string>();

  const mentioned = new Map<RegExp, boolean>();

  function isMentioned(mention: RegExp): boolean {
    const known = mentioned.get(mention) ?? mention.test(tree.sourceFile.text);
    mentioned.set(mention, known);
    return known;
  }

  /** Whether the event could be one of the row's: it is, or it is no literal. */
  function mayBeEvent(row: Row<MemberCall | FunctionCall>, call: Loose): boolean {
    const { event } = row.at;
    if (row.effect.does === 'hand over' && !call.arguments.length) return false;
    if (row.mention && !isMentioned(row.mention)) return false;
    if (!event) return true;
    const argument = call.arguments[event.argument] as Loose | undefined;
    const text = tree.literal(argument);
    return argument !== undefined && (text === undefined || event.is.includes(text));
  }

  function call(node: Loose): void {
    const callee = tree.unwrap(node.expression);
    if (callee.kind === kinds.ImportKeyword && index.imports.length) imports.push(node);
    if (callee.kind === kinds.SuperKeyword && index.constructions.length) constructions.push(node);
    const member = tree.member(callee);
    const name = member?.name ?? (callee.kind === kinds.Identifier ? (callee.text as string) : undefined);
    if (name === undefined) return;
    if (member) {
      const rows = index.calls.get(name)?.filter((row) => mayBeEvent(row, node)) ?? [];
      if (rows.length) members.push({ node, receiver: member.receiver, member: name, nameNode: member.nameNode, rows });
      if (name === 'startSpan') spans.push({ node, receiver: member.receiver });
    }
    const rows = [...new Set([renamed.get(name) ?? name, ...(modules.has(name) ? ['default'] : [])].flatMap((each) => index.functions.get(each) ?? []))].filter((row) => mayBeEvent(row, node));
    if (rows.length) functions.push({ node, callee: node.expression, rows });
  }

  function assignment(node: Loose): void {
    const { EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken } = kinds;
    if (![EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken].includes(node.operatorToken.kind as number)) return;
    const member = tree.member(node.left);
    const rows = member && index.assignments.get(member.name);
    if (rows) members.push({ node, receiver: member.receiver, member: member.name, nameNode: member.nameNode, rows });
  }

  const visit = (child: Node): undefined => {
    const node = child as Loose;
    // Nothing runs in a type.
    if (TYPES.has(node.kind)) return undefined;
    if (node.kind === kinds.CallExpression) call(node);
    else if (node.kind === kinds.NewExpression) {
      if (index.constructions.length) constructions.push(node);
    } else if (node.kind === kinds.BinaryExpression) assignment(node);
    else if (node.kind === kinds.VariableDeclaration && node.name.kind === kinds.Identifier && node.initializer) {
      const value = tree.unwrap(node.initializer);
      const isRequired = value.kind === kinds.CallExpression && value.expression.kind === kinds.Identifier && value.expression.text === 'require';
      const name = (tree.member(value)?.name ?? (isRequired ? 'default' : value.kind === kinds.Identifier ? value.text : undefined)) as string | undefined;
      if (name !== undefined && index.functions.has(name)) renamed.set(node.name.text as string, name);
      if (isRequired) modules.add(node.name.text as string);
    } else if (node.kind === kinds.ImportClause && node.name) {
      renamed.set(node.name.text as string, 'default');
    } else if ((node.kind === kinds.ImportSpecifier || node.kind === kinds.BindingElement) && node.propertyName?.text !== undefined) {
      renamed.set(node.name.text as string, node.propertyName.text as string);
    }
    const isImport = node.kind === kinds.ImportClause || node.kind === kinds.NamespaceImport || node.kind === kinds.ImportEqualsDeclaration;
    if (isImport && node.name) modules.add(node.name.text as string);
    node.forEachChild(visit);
    return undefined;
  };
  tree.sourceFile.forEachChild(visit);
  return { members, functions, constructions, imports, spans };
}
