/**
 * Code that follows something runs in the context that came with it: the block becomes a scope, to
 * its end; each pass of a loop is a scope of its own.
 */
import type { Loose, Node } from '../syntax.js';
import type { Edit, Helper } from './rewrite.js';
import type { Tree } from './tree.js';

/** Where there is no such block: no statement follows, or the block is left by other ways than its end. */
export type Unfit = 'nothing follows' | 'is left in between';

/** @param scope The block's, or of a loop around its body. */
export type EditIn = (scope: Loose, isLater: boolean) => Edit;

export interface Following {
  /** @param come The edit of the expression in the loop's head by which the context comes. */
  overLoop(loop: Loose, come: EditIn, stepsAside: boolean): readonly Edit[] | Unfit;
  /** @param come The edit of `node`, by which the context comes. `head`: it may stand in a loop's head. */
  afterNode(node: Loose, come: EditIn, may: { readonly head: boolean; readonly return: boolean; readonly stepAside: boolean }): readonly Edit[] | Unfit;
}

/** @param turn Called first in the body of a loop, to attach what came in its head. */
export function createFollowing(tree: Tree, turn: Helper): Following {
  const { kinds } = tree;

  /** Whether the block suspends in a way that cannot be seen around. */
  function suspends(block: Loose, alsoAwait: boolean): boolean {
    let found = false;
    tree.walkFunction(block, (node) => {
      if (node.kind === kinds.YieldExpression || (alsoAwait && awaitsUnseen(node))) found = true;
    });
    return found;
  }

  /** Whether the statement awaits without an `await` expression. */
  function awaitsUnseen(node: Loose): boolean {
    if (node.kind === kinds.ForOfStatement) return !!node.awaitModifier;
    const { text } = tree.sourceFile;
    return node.kind === kinds.VariableDeclarationList && /^await\s+using\b/.test(text.slice(node.getStart(tree.sourceFile), node.end));
  }

  /** Restore the context around each `await` of the block: what runs next may be the function's caller. */
  function stepAside(block: Loose): Edit[] {
    const edits: Edit[] = [];
    const scope = [{ scope: block as Node }];
    tree.walkFunction(block, (node) => {
      if (node.kind === kinds.AwaitExpression) {
        edits.push({ edit: 'wrap', node: node.expression, helper: 'suspend', before: scope });
        edits.push({ edit: 'wrap', node, helper: 'resume', before: scope });
      }
    });
    if (edits.length) {
      tree.walkFunction(block, (node) => {
        const after = node.kind === kinds.CatchClause ? node.block : node.kind === kinds.TryStatement ? node.finallyBlock : undefined;
        if (after) edits.push({ edit: 'insert', node: after, where: 'first', helper: 'resume', arguments: scope });
      });
    }
    return edits;
  }

  function inLoop(node: Loose): boolean {
    for (let at = node; at.kind !== kinds.SourceFile && !tree.isFunction(at); at = at.parent as Loose) if (tree.isLoop(at)) return true;
    return false;
  }

  function labelled(loop: Loose): Loose {
    return loop.parent.kind === kinds.LabeledStatement ? labelled(loop.parent as Loose) : loop;
  }

  function overLoop(loop: Loose, come: EditIn, stepsAside: boolean): readonly Edit[] | Unfit {
    const body = loop.statement as Loose;
    if (suspends(body, stepsAside)) return 'is left in between';
    return [
      come(labelled(loop), true),
      { edit: 'scope', node: labelled(loop), inLoop: false },
      { edit: 'scope', node: body, inLoop: true },
      { edit: 'insert', node: body, where: 'first', helper: turn, arguments: [{ scope: body }, { scope: labelled(loop) }] },
      ...(stepsAside ? stepAside(body) : []),
    ];
  }

  return {
    overLoop,
    afterNode(node, come, may) {
      // The statement that holds the node, or the loop whose head does.
      let statement: Loose = node;
      while (!tree.isStatementList(statement.parent)) {
        const parent = statement.parent as Loose;
        const isConcise = parent.kind === kinds.ArrowFunction && parent.body === statement;
        const isUnfit = parent.kind === kinds.CaseClause || parent.kind === kinds.DefaultClause || parent.kind === kinds.DoStatement;
        if (isConcise && may.return) break;
        if (isConcise || isUnfit || tree.isFunction(parent)) return 'nothing follows';
        if (tree.isLoop(parent) && parent.statement !== statement) {
          if (!may.head || parent.kind === kinds.ForOfStatement || parent.kind === kinds.ForInStatement) return 'nothing follows';
          return overLoop(parent, come, true);
        }
        statement = parent;
      }
      const block = (tree.isStatementList(statement.parent) ? statement.parent : statement) as Loose;
      // What a namespace exports cannot stand in a `try`.
      if ((statement.kind === kinds.ReturnStatement && !may.return) || block.kind === kinds.ModuleBlock) return 'nothing follows';
      if (suspends(block, may.stepAside)) return 'is left in between';
      return [come(block, false), { edit: 'scope', node: block, inLoop: inLoop(block) }, ...(may.stepAside ? stepAside(block) : [])];
    },
  };
}
