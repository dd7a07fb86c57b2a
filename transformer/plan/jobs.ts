/** Jobs of a durable queue: what is added to it, and what is called with what comes out. */
import type { DefaultExport, ReceiveJobs, SendJobs } from '../boundaries/vocabulary.js';
import type { Options } from '../options.js';
import type { Loose } from '../syntax.js';
import type { Matched, Planning } from './planning.js';
import type { Argument, Edit } from './rewrite.js';
import type { Row } from './rows.js';

const NOTHING: Argument = { nothing: true };
/** Declared by nobody, so a type's bases are named to the last. */
const WHOLE = '';

/** The arguments up to the last that says something. */
const told = (args: readonly Argument[]): readonly Argument[] => args.slice(0, args.findLastIndex((each) => !('nothing' in each)) + 1);

const allowedBy = ({ jobs }: Options): Argument => (jobs === 'baggage' ? { text: jobs } : NOTHING);

/** @param queue The receiver, if it can be written once more. */
export function sendJobs({ tree, kinds, options, spans, carried, skipped }: Planning, matched: Matched, { argument, as }: SendJobs, queue: Argument | undefined): void {
  // What may be something else takes something else.
  if (options.jobs === 'off' || matched.verdict === 'guarded') return;
  const { row, node, end } = matched;
  const given = node.arguments as readonly Loose[];
  const isSpread = given.slice(0, argument + 1).some((each) => each.kind === kinds.SpreadElement);
  const member = tree.unwrap(node.expression as Loose);
  const isSuper = member.expression.kind === kinds.SuperKeyword;
  const span = spans.at(node) ?? NOTHING;
  const isOptions = as === 'options';
  if ((isSpread || !(queue || isOptions)) && !isSuper && !tree.isOptional(node)) {
    const edit: Edit = { edit: 'wrap member', node: member, helper: 'sender', before: [{ text: as }], after: told([span, allowedBy(options)]) };
    return carried(matched, [edit], 'job options');
  }
  if (isSpread) return skipped(row, node, end, 'BATON1005');
  const helper = isOptions ? 'jobOptions' : 'jobs';
  const after = told([span, ...(isOptions ? [] : [isSuper ? { self: true as const } : (queue ?? NOTHING)]), allowedBy(options)]);
  const payload = given[argument];
  if (payload) carried(matched, [{ edit: 'wrap', node: payload, helper, after }], 'job options');
  else if (isOptions) carried(matched, [{ edit: 'append', node, index: argument, helper, arguments: told([NOTHING, ...after]) }], 'job options');
}

const relationOf = ({ boundary }: Row): readonly Argument[] => (boundary.relation === 'link' ? [{ text: 'link' }] : []);

/** `new Worker(queue, processor)`, and `super(queue, processor)` in a class that extends it; what a subclass's own constructor takes is its own affair. */
export function receiveJobs({ tree, kinds, options, resolver, carried }: Planning, row: Row, node: Loose, end: string, { argument = 0 }: ReceiveJobs, of: readonly string[]): void {
  const given = ((node.arguments ?? []) as readonly Loose[]).slice(0, argument + 1);
  const processor = given[argument];
  if (options.jobs === 'off' || !processor || given.some((each) => each.kind === kinds.SpreadElement)) return;
  const [made = []] = resolver.typesOf([{ receiver: node.kind === kinds.NewExpression ? node : node.expression, member: 'constructor' }]);
  if (!made.length || !made.every((each) => of.some((name) => each?.names.has(name)))) return;
  const value = tree.unwrap(processor);
  const isFile = value.kind === kinds.StringLiteral || value.kind === kinds.NewExpression || value.kind === kinds.NullKeyword || resolver.areNeverPlain([processor])[0];
  if (isFile) return;
  carried({ row, node, end, verdict: 'certain' }, [{ edit: 'wrap', node: processor, helper: 'receiveJob', after: relationOf(row) }], 'job options');
}

/** A module that is a processor: it is given to a worker by its file's name. */
export function planExports({ tree, kinds, index, options, resolver, carried }: Planning): void {
  const [row] = index.defaultExports;
  if (!row || options.jobs === 'off') return;
  const statements = tree.sourceFile.statements as readonly Loose[];
  for (const node of statements) {
    const value = exported(node);
    if (!value || !(isGiven(row.at) || takesJobs(value, row.at))) continue;
    const after = relationOf(row);
    const edit: Edit = value === node ? { edit: 'wrap export', node, name: 'default', helper: 'receiveJob', after } : { edit: 'wrap', node: value, helper: 'receiveJob', after };
    carried({ row, node, end: 'export default', verdict: 'certain' }, [edit], 'job options');
  }

  function isGiven({ of }: DefaultExport): boolean {
    return of.some((name) => resolver.givenTo.includes(name));
  }

  /** The default export: a function's declaration, or an expression; `module.exports = …` is one too. */
  function exported(node: Loose): Loose | undefined {
    if (node.kind === kinds.ExportAssignment) return node.expression as Loose;
    if (node.kind === kinds.FunctionDeclaration) {
      const isDefault = (node.modifiers as readonly Loose[] | undefined)?.some((each) => each.kind === kinds.DefaultKeyword);
      return isDefault && node.body ? node : undefined;
    }
    const assignment = node.kind === kinds.ExpressionStatement ? (node.expression as Loose) : undefined;
    const isAssignment = assignment?.kind === kinds.BinaryExpression && assignment.operatorToken.kind === kinds.EqualsToken;
    const target = isAssignment ? tree.member(assignment.left) : undefined;
    return target?.name === 'exports' && target.receiver.kind === kinds.Identifier && target.receiver.text === 'module' ? (assignment?.right as Loose) : undefined;
  }

  function takesJobs(value: Loose, { takes }: DefaultExport): boolean {
    const parameter = functionOf(value)?.parameters[0] as Loose | undefined;
    if (!parameter || parameter.name.kind !== kinds.Identifier) return false;
    return resolver.typesOf([{ receiver: parameter.name, member: WHOLE }])[0]?.some((each) => takes.some((name) => each?.names.has(name))) ?? false;
  }

  /** The function, or the one of this file that a name stands for. */
  function functionOf(value: Loose): Loose | undefined {
    const inner = tree.unwrap(value);
    if (tree.isFunction(inner)) return inner;
    if (inner.kind !== kinds.Identifier) return undefined;
    for (const statement of statements) {
      if (statement.kind === kinds.FunctionDeclaration && statement.name?.text === inner.text && statement.body) return statement;
      const variables = (statement.kind === kinds.VariableStatement ? statement.declarationList.declarations : []) as readonly Loose[];
      const initializer = variables.find(({ name }) => name.text === inner.text)?.initializer as Loose | undefined;
      if (initializer) return tree.isFunction(tree.unwrap(initializer)) ? tree.unwrap(initializer) : undefined;
    }
    return undefined;
  }
}
