/**
 * Where a message is pulled there is no listener to wrap. The block in which it is pulled becomes a
 * scope, and the code after the pull runs in the message's context; each pass of a loop over
 * messages is a scope of its own.
 */
import type { Pull } from '../boundaries/vocabulary.js';
import type { MessageCode } from '../messages.js';
import type { Loose, Node } from '../syntax.js';
import type { Edit } from './rewrite.js';
import type { Tree } from './tree.js';

export interface PullPlan {
  readonly edits: readonly Edit[];
  /** Why the context is not attached; the payload is clean all the same. */
  readonly code?: MessageCode;
}

/**
 * @param call The call that pulls.
 * @param target The argument that is the port.
 * @param besideOthers Other scopes of the file step aside at each `await`, so this one must too, or they would get out of order.
 */
export function planPull(tree: Tree, as: Pull['as'], call: Loose, target: Loose, besideOthers: boolean): PullPlan {
  const { kinds } = tree;
  const clean: readonly Edit[] =
    as === 'value' ? [{ edit: 'wrap', node: call, helper: 'pull' }] : [{ edit: 'wrap', node: target, helper: 'receive' }];
  const only = (code: MessageCode): PullPlan => ({ edits: clean, code });

  /** The nearest function's body, or the file, and what makes it unfit for attaching. */
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

  function overLoop(loop: Loose, pulled: Edit, aside: boolean): PullPlan {
    const body = loop.statement as Loose;
    if (suspends(body, aside)) return only('BATON1008');
    return {
      edits: [
        pulled,
        { edit: 'scope', node: labelled(loop), inLoop: false },
        { edit: 'scope', node: body, inLoop: true },
        { edit: 'insert', node: body, where: 'first', helper: 'attachNext', arguments: [{ scope: body }, { scope: labelled(loop) }] },
        ...(aside ? stepAside(body) : []),
      ],
    };
  }

  if (as === 'iterated') {
    const loop = tree.outer(call);
    const isRunOver = loop.kind === kinds.ForOfStatement && loop.awaitModifier && tree.unwrap(loop.expression) === call;
    if (!isRunOver) return only('BATON1006');
    return overLoop(loop, { edit: 'wrap', node: target, helper: 'tap', after: [{ scope: labelled(loop) }] }, besideOthers);
  }

  const pulledBy = as === 'awaited' ? tree.outer(call) : call;
  if (as === 'awaited' && pulledBy.kind !== kinds.AwaitExpression) return only('BATON1007');

  // The statement that pulls, or the loop whose head does.
  let statement: Loose = pulledBy;
  while (!tree.isStatementList(statement.parent)) {
    const parent = statement.parent as Loose;
    const isConcise = parent.kind === kinds.ArrowFunction && parent.body === statement;
    const isUnfit = parent.kind === kinds.CaseClause || parent.kind === kinds.DefaultClause || parent.kind === kinds.DoStatement;
    if (isConcise || isUnfit || tree.isFunction(parent)) return only('BATON1007');
    if (tree.isLoop(parent) && parent.statement !== statement) {
      if (as === 'awaited' || parent.kind === kinds.ForOfStatement || parent.kind === kinds.ForInStatement) return only('BATON1007');
      return overLoop(parent, { edit: 'wrap', node: call, helper: 'pull', after: [{ scope: labelled(parent) }, { flag: true }] }, true);
    }
    statement = parent;
  }
  if (statement.kind === kinds.ReturnStatement) return only('BATON1007');

  const block = statement.parent as Loose;
  // What a namespace exports cannot stand in a `try`.
  if (block.kind === kinds.ModuleBlock) return only('BATON1007');
  if (suspends(block, as === 'value' || besideOthers)) return only('BATON1008');
  const scope: Edit = { edit: 'scope', node: block, inLoop: inLoop(block) };
  if (as === 'awaited') {
    return {
      edits: [
        { edit: 'wrap', node: target, helper: 'tap', after: [{ scope: block }, { flag: true }] },
        { edit: 'wrap', node: pulledBy, helper: 'attachNext', before: [{ scope: block }, { scope: block }] },
        scope,
        ...(besideOthers ? stepAside(block) : []),
      ],
    };
  }
  return { edits: [{ edit: 'wrap', node: call, helper: 'pull', after: [{ scope: block }] }, scope, ...stepAside(block)] };
}
