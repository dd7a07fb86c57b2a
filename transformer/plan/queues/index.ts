/** Infer the queues that a program has written by hand, and have what is taken out run in its own context. */
import type { Dequeue, Enqueue, InferredQueue } from '../../boundaries/vocabulary.js';
import type { Loose } from '../../syntax.js';
import type { Matched, Planning } from '../planning.js';
import type { Row } from '../rows.js';
import { findContainers, type Container } from './containers.js';
import { dequeueEdits, enqueueEdits } from './edits.js';
import { judge, type Ends, type Verdict } from './evidence.js';
import { createNames } from './names.js';
import { queueNames } from './queue-names.js';
import { findPutsAndTakes, takenFrom, type Put, type Take } from './takes.js';
import { createUses } from './uses.js';

/** What is sent to another execution unit. */
const SENDS: ReadonlySet<string> = new Set(['inject', 'send task', 'send jobs']);

export function planQueues(planning: Planning): void {
  const { tree, index, options, found, skipped } = planning;
  const isWanted = (options.queues !== 'off' && index.queues.length > 0) || index.namedQueues.length > 0;
  const candidates = isWanted ? queueNames(tree.sourceFile.text) : undefined;
  if (!candidates?.size) return;
  const names = createNames(tree);
  const uses = createUses(tree, names);
  const nodes = (isSend: boolean): ReadonlySet<Loose> => new Set(found.filter((each) => SENDS.has(each.does) === isSend).map((each) => each.node as Loose));
  const ends: Ends = { sends: nodes(true), others: nodes(false) };

  for (const container of findContainers(tree, names, candidates)) {
    const { puts, takes } = findPutsAndTakes(tree, names, index.queues, container);
    if (!puts.length || !takes.length) continue;
    const named = index.namedQueues.find(({ at }) => at.of === `${tree.sourceFile.fileName}#${container.name}`);
    const verdict = named ? ({ is: 'proven', because: 'it is named as a queue' } as const) : judged(puts, takes);
    if (verdict.is === 'none' || named?.at.isQueue === false) continue;
    if (verdict.is === 'open' && options.queues !== 'all') {
      // First in, first out is how a queue is told from a table, and worth a word.
      const take = takes.find(({ taken }) => taken.as === 'element' && tree.member(tree.unwrap(taken.node.expression))?.name === 'shift');
      if (take) skipped(take.row as Row, take.taken.node, describe(container, take.row, take.taken.node), 'BATON1013');
      continue;
    }
    const because = verdict.is === 'proven' ? verdict.because : '"queues" is "all"';
    const matched = (row: Row<InferredQueue>, node: Loose): Matched => ({
      row: { ...row, ...(named && { boundary: named.boundary }) } as Row, node, end: describe(container, row, node), verdict: 'certain', because,
    });
    for (const { row, call, elements, container: written } of puts) planning.carried(matched(row, call), enqueueEdits(planning, call, elements, written), 'same isolate');
    for (const { row, taken } of takes) takeOut(planning, matched(row, taken.node), taken);
  }

  function judged(puts: readonly Put[], takes: readonly Take[]): Verdict {
    return options.queues === 'off' ? { is: 'none' } : judge(tree, names, uses, ends, puts, takes);
  }

  function describe({ name }: Container, row: Row<InferredQueue>, node: Loose): string {
    const called = tree.member(tree.unwrap(node.expression ?? node))?.name;
    return called !== undefined && row.at.member.includes(called) ? `${name}.${called}` : name;
  }
}

function takeOut(planning: Planning, matched: Matched, taken: Take['taken']): void {
  const edits = dequeueEdits(planning, taken, matched.row.boundary.relation === 'link');
  if (!edits) return;
  if (typeof edits === 'string') planning.skipped(matched.row, matched.node, matched.end, 'BATON1014');
  else planning.carried(matched, edits, 'same isolate');
}

/** A function of the user's own that puts its argument into a queue. */
export function putIn(planning: Planning, matched: Matched, { argument, andOn }: Enqueue): void {
  const elements = ((matched.node.arguments ?? []) as Loose[]).slice(argument, andOn ? undefined : argument + 1);
  if (elements.length) planning.carried(matched, enqueueEdits(planning, matched.node, elements), 'same isolate');
}

/** A function of the user's own that returns what it takes out of a queue. */
export function takeOutByCall(planning: Planning, matched: Matched, { gives }: Dequeue): void {
  const { node } = matched;
  const taken: readonly Take['taken'][] = gives === 'element' ? [{ as: 'element', node }] : takenFrom(planning.tree, createNames(planning.tree), node);
  for (const each of taken) takeOut(planning, matched, each);
}
