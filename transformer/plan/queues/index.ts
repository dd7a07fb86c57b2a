/** Infer the queues that a program has written by hand, and have what is taken out run in its own context. */
import type { InferredQueue } from '../../boundaries/vocabulary.js';
import type { Loose, Node } from '../../syntax.js';
import { createFollowing, type Unfit } from '../following.js';
import type { Planning } from '../planning.js';
import type { Argument, Edit, Helper } from '../rewrite.js';
import type { Row } from '../rows.js';
import { findContainers } from './containers.js';
import { judge, type Ends } from './evidence.js';
import { createNames } from './names.js';
import { queueNames } from './queue-names.js';
import { findPutsAndTakes, type Put, type Take } from './takes.js';
import { createUses } from './uses.js';

const NONE: ReadonlySet<string> = new Set();

export function planQueues(planning: Planning): void {
  const { tree, index, options, spans, found, carried, skipped } = planning;
  const candidates = options.queues === 'off' || !index.queues.length ? NONE : queueNames(tree.sourceFile.text);
  if (!candidates.size) return;
  const names = createNames(tree);
  const containers = findContainers(tree, names, candidates);
  if (!containers.length) return;
  const uses = createUses(tree, names);
  const following = createFollowing(tree);
  const nodes = (isSend: boolean): ReadonlySet<Loose> => new Set(found.filter((each) => (each.does === 'inject') === isSend).map((each) => each.node as Loose));
  const ends: Ends = { sends: nodes(true), others: nodes(false) };

  for (const container of containers) {
    const { puts, takes } = findPutsAndTakes(tree, names, index.queues, container);
    if (!puts.length || !takes.length) continue;
    const verdict = judge(tree, names, uses, ends, puts, takes);
    if (verdict.is === 'none') continue;
    if (verdict.is === 'open' && options.queues !== 'all') {
      // First in, first out is how a queue is told from a table, and worth a word.
      const take = takes.find(({ taken }) => taken.as === 'element' && tree.member(tree.unwrap(taken.node.expression))?.name === 'shift');
      if (take) skipped(take.row as Row, take.taken.node, describe(container.name, take.row, take.taken.node), 'BATON1013');
      continue;
    }
    const because = verdict.is === 'proven' ? verdict.because : '"queues" is "all"';
    for (const put of puts) putIn(container.name, put, because);
    for (const take of takes) takeOut(container.name, take, because);
  }

  function describe(name: string, row: Row<InferredQueue>, call: Loose): string {
    const called = tree.member(tree.unwrap(call.expression ?? call))?.name;
    return called !== undefined && row.at.member.includes(called) ? `${name}.${called}` : name;
  }

  function putIn(name: string, { row, call, container, elements }: Put, because: string): void {
    const span = spans.at(call);
    const others: readonly Argument[] = [...(tree.isRepeatable(container) ? [{ repeat: container }] : span ? [{ nothing: true } as const] : []), ...(span ? [span] : [])];
    const edits = elements.map((element): Edit => {
      const isSpread = element.kind === tree.kinds.SpreadElement;
      return { edit: 'wrap', node: isSpread ? element.expression : element, helper: isSpread ? 'enqueueEach' : 'enqueue', after: others };
    });
    carried({ row: row as Row, node: call, end: describe(name, row, call), verdict: 'certain', because }, edits, 'same isolate');
  }

  function takeOut(name: string, { row, taken }: Take, because: string): void {
    const { node } = taken;
    const end = describe(name, row, node);
    const edits = editsFor(taken, row.boundary.relation === 'link');
    if (!edits) return;
    if (typeof edits === 'string') skipped(row as Row, node, end, 'BATON1014');
    else carried({ row: row as Row, node, end, verdict: 'certain', because }, edits, 'same isolate');
  }

  function editsFor(taken: Take['taken'], isLinked: boolean): readonly Edit[] | Unfit | undefined {
    const { node } = taken;
    const wrap = (helper: Helper, after: readonly Argument[] = []): Edit => ({ edit: 'wrap', node, helper, after });
    /** Flags to the last that is set. */
    const flags = (...given: readonly boolean[]): readonly Argument[] => given.slice(0, given.lastIndexOf(true) + 1).map((flag) => ({ flag }));
    switch (taken.as) {
      case 'callback':
        return [wrap('inTurn', flags(isLinked))];
      case 'loop':
      case 'entries':
        return following.overLoop(taken.loop, (scope: Node) => wrap('drain', [{ scope }, ...flags(taken.as === 'entries', isLinked)]), true);
      case 'element':
      case 'first': {
        // Who gets it goes on with it, elsewhere.
        if (tree.outer(node).kind === tree.kinds.ReturnStatement) return undefined;
        const helper = taken.as === 'first' ? 'dequeueFirst' : 'dequeue';
        return following.afterNode(node, (scope, isLater) => wrap(helper, [{ scope }, ...flags(isLater, isLinked)]), { head: true, return: true, stepAside: true });
      }
    }
  }
}
