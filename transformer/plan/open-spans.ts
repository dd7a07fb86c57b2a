/**
 * Spans started by hand (`const span = tracer.startSpan(…)`) and where in the source they are open:
 * after their declaration and before the `end()` that every way to the place has passed.
 */
import type { Loose, Node } from '../syntax.js';
import type { Argument } from './rewrite.js';
import type { Tree } from './tree.js';

/** Callbacks of these run in a context that somebody chose. */
const ACTIVATES = new Set(['startActiveSpan', 'with', 'withActiveSpan']);

/** Members of a span that return it. https://opentelemetry.io/docs/specs/otel/trace/api/#span-operations */
const CONFIGURES = new Set(['setAttribute', 'setAttributes', 'addEvent', 'addLink', 'addLinks', 'setStatus', 'updateName']);

export interface OpenSpans {
  /**
   * The innermost span open at `site`; `undefined` where there is none, or its owner has made it
   * active. A closure looks it up when it runs, which may be before the span is there.
   */
  at(site: Node): Argument | undefined;
  /** Functions, and files, in which a span is declared. */
  readonly scopes: ReadonlySet<Node>;
}

/** @param starts The calls of `Tracer.startSpan` in the file. */
export function findOpenSpans(tree: Tree, starts: readonly Loose[]): OpenSpans {
  const { kinds } = tree;
  /** By declaration. */
  const spans = new Map<Loose, Loose>();
  const scopes = new Set<Node>();

  for (const start of starts) {
    const declaration = tree.outer(configured(start));
    if (declaration.kind !== kinds.VariableDeclaration || declaration.name.kind !== kinds.Identifier) continue;
    const scope = functionOf(declaration);
    if (isTakenOver(scope, declaration.name.text as string)) continue;
    spans.set(declaration, declaration.name as Loose);
    scopes.add(scope);
  }

  /** The last of the calls that configure the span and hand it on. */
  function configured(call: Loose): Loose {
    const access = tree.outer(call);
    const next = access.kind === kinds.PropertyAccessExpression && CONFIGURES.has(access.name.text as string) ? tree.outer(access) : undefined;
    return next?.kind === kinds.CallExpression ? configured(next) : call;
  }

  function functionOf(node: Loose): Loose {
    let at = node.parent as Loose;
    while (at.kind !== kinds.SourceFile && !tree.isFunction(at)) at = at.parent as Loose;
    return at;
  }

  /** Whether the function makes the span active by hand, or uses the name for something else too. */
  function isTakenOver(scope: Loose, name: string): boolean {
    let taken = false;
    const visit = (child: Node): undefined => {
      const node = child as Loose;
      if (node.kind === kinds.CallExpression && tree.member(node.expression)?.name === 'setSpan') {
        if ((node.arguments as Loose[]).some((argument) => argument.text === name)) taken = true;
      } else if (node.kind === kinds.BinaryExpression && node.operatorToken.kind === kinds.EqualsToken && node.left.text === name) taken = true;
      node.forEachChild(visit);
      return undefined;
    };
    scope.forEachChild(visit);
    return taken;
  }

  /** Whether the statement ends the span on every way through it. */
  function ends(statement: Loose, name: string): boolean {
    if (statement.kind === kinds.ExpressionStatement) {
      const call = tree.unwrap(statement.expression);
      const member = call.kind === kinds.CallExpression ? tree.member(call.expression) : undefined;
      return member?.name === 'end' && (member.receiver as Loose).text === name;
    }
    if (statement.kind === kinds.Block) return (statement.statements as Loose[]).some((each) => ends(each, name));
    if (statement.kind === kinds.TryStatement) {
      const { tryBlock, finallyBlock, catchClause } = statement;
      return (finallyBlock && ends(finallyBlock, name)) || (ends(tryBlock, name) && (!catchClause || ends(catchClause.block, name)));
    }
    if (statement.kind === kinds.IfStatement) return !!statement.elseStatement && ends(statement.thenStatement, name) && ends(statement.elseStatement, name);
    return false;
  }

  function boundNames(binding: Loose): readonly string[] {
    if (binding.kind === kinds.Identifier) return [binding.text as string];
    return ((binding.elements ?? []) as Loose[]).flatMap((element) => (element.name ? boundNames(element.name) : []));
  }

  function declaredNames(statement: Loose): readonly string[] {
    if (statement.kind !== kinds.VariableStatement) return statement.name ? boundNames(statement.name) : [];
    return (statement.declarationList.declarations as Loose[]).flatMap((declaration) => boundNames(declaration.name));
  }

  /** All that a function on the way declares, wherever: `var` is seen everywhere in it. */
  function namesWithin(node: Loose): readonly string[] {
    const names = ((node.parameters ?? []) as Loose[]).flatMap((parameter) => boundNames(parameter.name));
    if (node.kind === kinds.FunctionExpression && node.name) names.push(...boundNames(node.name));
    tree.walkFunction(node, (child) => {
      const isVar = child.kind === kinds.VariableDeclarationList && /^var\b/.test(tree.sourceFile.text.slice(child.getStart(tree.sourceFile), child.end));
      if (isVar) names.push(...(child.declarations as Loose[]).flatMap((declaration) => boundNames(declaration.name)));
    });
    return names;
  }

  /** What the head of a loop or a `catch` declares for its body. */
  function headNames(node: Loose): readonly string[] {
    const declarations = (node.initializer?.kind === kinds.VariableDeclarationList ? node.initializer.declarations : [node.variableDeclaration]) as (Loose | undefined)[];
    return declarations.flatMap((declaration) => (declaration ? boundNames(declaration.name) : []));
  }

  function spansOf(statement: Loose): readonly Loose[] {
    if (statement.kind !== kinds.VariableStatement) return [];
    return (statement.declarationList.declarations as Loose[]).flatMap((declaration) => spans.get(declaration) ?? []);
  }

  /** Whether the function is called in a context that somebody chose, or whenever an instance is made. */
  function hasContextOfItsOwn(node: Loose): boolean {
    if (node.kind === kinds.PropertyDeclaration) return true;
    const call = tree.outer(node);
    const callee = call.kind === kinds.CallExpression ? (tree.member(call.expression)?.name ?? call.expression.text) : undefined;
    return ACTIVATES.has(callee as string);
  }

  function listNames(node: Loose): readonly string[] {
    const statements = node.kind === kinds.CaseBlock ? (node.clauses as Loose[]).flatMap((clause) => clause.statements as Loose[]) : tree.statements(node);
    return statements.flatMap(declaredNames);
  }

  function statementsBefore(node: Loose): readonly Loose[] {
    const parent = node.parent as Loose;
    const isList = tree.isStatementList(parent) || parent.kind === kinds.CaseClause || parent.kind === kinds.DefaultClause;
    const statements = isList ? (parent.statements as Loose[]) : [];
    return statements.slice(0, Math.max(0, statements.indexOf(node))).reverse();
  }

  return {
    scopes,
    at(site) {
      /** Spans that have ended here, and names that mean something else here. */
      const closed = new Set<string>();
      let inClosure = false;
      for (let node = site as Loose; node.kind !== kinds.SourceFile; node = node.parent as Loose) {
        if (tree.isFunction(node)) {
          if (hasContextOfItsOwn(node)) return undefined;
          namesWithin(node).forEach((name) => closed.add(name));
          inClosure = true;
        }
        headNames(node).forEach((name) => closed.add(name));
        for (const statement of statementsBefore(node)) {
          const open = spansOf(statement).findLast((span) => !closed.has(span.text as string));
          if (open) return inClosure ? { lazily: open } : { repeat: open };
          for (const span of spans.values()) if (ends(statement, span.text as string)) closed.add(span.text as string);
        }
        if (tree.isStatementList(node.parent) || node.parent.kind === kinds.CaseBlock) listNames(node.parent as Loose).forEach((name) => closed.add(name));
      }
      return undefined;
    },
  };
}
