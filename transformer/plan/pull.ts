/**
 * Where a message is pulled there is no listener to wrap: the code after the pull, to the end of its
 * block, or each pass of a loop over messages, runs in the message's context.
 */
import type { Pull } from '../boundaries/vocabulary.js';
import type { MessageCode } from '../messages.js';
import type { Loose } from '../syntax.js';
import { createFollowing, type Unfit } from './following.js';
import type { Edit } from './rewrite.js';
import type { Tree } from './tree.js';

export interface PullPlan {
  readonly edits: readonly Edit[];
  /** Why the context is not attached; the payload is clean all the same. */
  readonly code?: MessageCode;
}

const CODES: Readonly<Record<Unfit, MessageCode>> = { 'nothing follows': 'BATON1007', 'is left in between': 'BATON1008' };

/**
 * @param call The call that pulls.
 * @param target The argument that is the port.
 * @param besideOthers Other scopes of the file step aside at each `await`, so this one must too, or they would get out of order.
 */
export function planPull(tree: Tree, as: Pull['as'], call: Loose, target: Loose, besideOthers: boolean): PullPlan {
  const { kinds } = tree;
  const following = createFollowing(tree, 'attachNext');
  const clean: readonly Edit[] =
    as === 'value' ? [{ edit: 'wrap', node: call, helper: 'pull' }] : [{ edit: 'wrap', node: target, helper: 'receive' }];
  const only = (code: MessageCode): PullPlan => ({ edits: clean, code });
  const planned = (edits: readonly Edit[] | Unfit, ...besides: readonly Edit[]): PullPlan =>
    typeof edits === 'string' ? only(CODES[edits]) : { edits: [...besides, ...edits] };

  if (as === 'value') {
    const may = { head: true, return: false, stepAside: true };
    return planned(following.afterNode(call, (scope, isLater) => ({ edit: 'wrap', node: call, helper: 'pull', after: [{ scope }, ...(isLater ? [{ flag: true }] : [])] }), may));
  }
  const pulledBy = tree.outer(call);
  if (as === 'iterated') {
    const isRunOver = pulledBy.kind === kinds.ForOfStatement && pulledBy.awaitModifier && tree.unwrap(pulledBy.expression) === call;
    if (!isRunOver) return only('BATON1006');
    return planned(following.overLoop(pulledBy, (scope) => ({ edit: 'wrap', node: target, helper: 'tap', after: [{ scope }] }), besideOthers));
  }
  if (pulledBy.kind !== kinds.AwaitExpression) return only('BATON1007');
  let block: Loose | undefined;
  const awaited = following.afterNode(
    pulledBy,
    (scope) => {
      block = scope;
      return { edit: 'wrap', node: pulledBy, helper: 'attachNext', before: [{ scope }, { scope }] };
    },
    { head: false, return: false, stepAside: besideOthers },
  );
  return block ? planned(awaited, { edit: 'wrap', node: target, helper: 'tap', after: [{ scope: block }, { flag: true }] }) : planned(awaited);
}
