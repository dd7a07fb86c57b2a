/**
 * Spans started by hand (`const span = tracer.startSpan(…)`) and where in the source they are open:
 * after their declaration and before the `end()` that every way to the place has passed.
 */
import type { Loose, Node } from '../syntax.js';
import type { Tree } from './tree.js';

/** Callbacks of these run in a context that somebody chose. */
const ACTIVATES = new Set(['startActiveSpan', 'with', 'withActiveSpan']);

export interface OpenSpans {
  /** The name of the innermost span open at `site`; `undefined` where there is none, or its owner has made it active. */
  at(site: Node): Loose | undefined;
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
    const declaration = tree.outer(start);
    if (declaration.kind !== kinds.VariableDeclaration || declaration.name.kind !== kinds.Identifier) continue;
    const scope = functionOf(declaration);
    if (isTakenOver(scope, declaration.name.text as string)) continue;
    spans.set(declaration, declaration.name as Loose);
    scopes.add(scope);
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

  function declaresName(node: Loose, name: string): boolean {
    const parameters = (node.parameters ?? []) as Loose[];
    if (parameters.some((parameter) => parameter.name.text === name || parameter.name.elements)) return parameters.some((parameter) => mentions(parameter.name, name));
    const statements = tree.isStatementList(node) ? tree.statements(node) : [];
    return statements.some(
      (statement) =>
        statement.name?.text === name ||
        (statement.kind === kinds.VariableStatement && (statement.declarationList.declarations as Loose[]).some((each) => mentions(each.name, name))),
    );
  }

  function mentions(binding: Loose, name: string): boolean {
    return binding.text === name || ((binding.elements ?? []) as Loose[]).some((element) => element.name !== undefined && mentions(element.name, name));
  }

  function declaredBy(statement: Loose): Loose[] {
    if (statement.kind !== kinds.VariableStatement) return [];
    return (statement.declarationList.declarations as Loose[]).filter((declaration) => spans.has(declaration));
  }

  return {
    scopes,
    at(site) {
      const ended = new Set<string>();
      const hidden = new Set<string>();
      for (let node = site as Loose; node.kind !== kinds.SourceFile; node = node.parent as Loose) {
        const parent = node.parent as Loose;
        if (tree.isFunction(node)) {
          if (node.kind === kinds.FunctionDeclaration || node.parameters) for (const name of [...spans.values()].map((each) => each.text as string)) if (declaresName(node, name)) hidden.add(name);
          const call = tree.outer(node);
          const callee = call.kind === kinds.CallExpression ? (tree.member(call.expression)?.name ?? call.expression.text) : undefined;
          if (callee !== undefined && ACTIVATES.has(callee as string)) return undefined;
        }
        // A class's field belongs to whoever makes an instance.
        if (node.kind === kinds.PropertyDeclaration) return undefined;
        const isClause = parent.kind === kinds.CaseClause || parent.kind === kinds.DefaultClause;
        if (!tree.isStatementList(parent) && !isClause) continue;
        const before = (parent.statements as Loose[]).slice(0, (parent.statements as Loose[]).indexOf(node)).reverse();
        for (const statement of before) {
          for (const name of declaredBy(statement).reverse().map((each) => spans.get(each) as Loose)) {
            const text = name.text as string;
            if (!ended.has(text) && !hidden.has(text)) return name;
            hidden.add(text);
          }
          for (const name of spans.values()) if (ends(statement, name.text as string)) ended.add(name.text as string);
        }
        for (const name of spans.values()) if (declaresName(parent, name.text as string)) hidden.add(name.text as string);
      }
      return undefined;
    },
  };
}
