/** Worker pools of libraries: what is sent to them, and the functions that they call with it. */
import type { CarryCalls, CarryMessages, ReceiveTask, SendTask } from '../boundaries/vocabulary.js';
import type { MessageCode } from '../messages.js';
import type { Peer } from '../resolve/resolver.js';
import type { Loose } from '../syntax.js';
import { planInject } from './inject.js';
import type { Matched, Planning } from './planning.js';
import type { Argument, Edit } from './rewrite.js';

const NOTHING: Argument = { nothing: true };
const HELPERS = { receiver: 'carryPool', result: 'carryCalls', promise: 'carryPromised' } as const;
/** Functions that workerpool's own worker has; one takes code. https://github.com/josdejong/workerpool#api */
const OWN_FUNCTIONS = new Set(['run', 'methods']);

/** `pool.run(task)`, `pool.exec(name, list)` */
export function sendTask(planning: Planning, matched: Matched, receiver: Loose, effect: SendTask): void {
  const { options, skipped, carried, spans, tree } = planning;
  const { row, node, end } = matched;
  const skip = (code: MessageCode): void => skipped(row, node, end, code);
  if (matched.verdict === 'guarded') return skip('BATON1015');
  const given = node.arguments as readonly Loose[];
  if (given.slice(0, effect.argument + 1).some((each) => tree.kinds.SpreadElement === each.kind)) return skip('BATON1005');
  const peer = peerOf(planning, node, receiver);
  if (peer === 'foreign') return skip('BATON1001');
  const span = spans.at(node);
  const own: readonly Argument[] = span ? [span] : [];
  const mayEnclose = options.envelope !== 'never' && (peer === 'compiled' || options.envelope === 'always');
  const task = given[effect.argument];

  if (effect.as === 'arguments') {
    if (peer !== 'compiled') return skip('BATON1016');
    const name = given[effect.name ?? 0];
    const text = name && planning.eventName(name);
    if (text !== undefined && OWN_FUNCTIONS.has(text)) return;
    if (!name || (text === undefined && !planning.isNeverPlain(name))) return skip('BATON1017');
    const edit: Edit = task
      ? { edit: 'wrap', node: task, helper: 'withCarrier', after: own }
      : { edit: 'append', node, helper: 'withCarrier', arguments: span ? [NOTHING, span] : [] };
    return carried(matched, [edit], 'sidecar');
  }

  const marks: readonly Argument[] = effect.marks !== undefined ? [span ?? NOTHING, { text: effect.marks }] : own;
  const after: readonly Argument[] = effect.absent ? [span ?? NOTHING, NOTHING, { flag: true }] : marks;
  if (mayEnclose) {
    const helper = effect.as === 'tasks' ? 'encloseTasks' : 'encloseTask';
    if (task) return carried(matched, [{ edit: 'wrap', node: task, helper, after }], 'envelope');
    if (effect.as === 'task' && given.length === effect.argument) carried(matched, [{ edit: 'append', node, helper, arguments: [NOTHING, ...after] }], 'envelope');
    return;
  }
  if (effect.as === 'tasks') return skip('BATON1002');
  const plan = planInject(tree, { ...options, envelope: 'never' }, { call: node, argument: effect.argument, peer, isNeverPlain: planning.isNeverPlain, span });
  if (!plan) return;
  if ('code' in plan) return skip(plan.code);
  const edits = plan.edits.map((edit): Edit => (effect.marks !== undefined && 'helper' in edit && edit.helper === 'inject' ? ({ ...edit, helper: 'injectTask', after: marks } as Edit) : edit));
  carried(matched, edits, plan.form);
}

/** Who runs the task: the file that the call itself names, or else the pool's. */
const peerOf = ({ resolver }: Planning, node: Loose, receiver: Loose): Peer => resolver.startedBy([node])[0] ?? resolver.peersOf([receiver])[0] ?? 'unknown';

/** `new ThreadWorker(functions)`, `expose(functions)` */
export function receiveGiven({ tree, kinds, carried }: Planning, matched: Matched, { at, functions }: ReceiveTask): void {
  const given = functions && (matched.node.arguments?.[functions.argument] as Loose | undefined);
  if (!given || (matched.node.arguments as Loose[]).slice(0, functions.argument + 1).some((each) => each.kind === kinds.SpreadElement)) return;
  const take = (node: Loose): void => carried(matched, [{ edit: 'wrap', node, helper: 'receiveTasks', after: [placeOf(at)] }], 'sidecar');
  if (functions.property === undefined) return take(given);
  const literal = tree.unwrap(given);
  if (literal.kind !== kinds.ObjectLiteralExpression) return;
  const property = (literal.properties as Loose[]).find((each) => each.kind === kinds.PropertyAssignment && each.name?.text === functions.property);
  if (property) take(property.initializer as Loose);
}

/** `pool.proxy()`, `new Worker(…)` of jest-worker, `spawn(…)` */
export function carryCalls(planning: Planning, matched: Matched, effect: CarryCalls, receiver?: Loose): void {
  const { resolver, kinds, skipped, carried } = planning;
  const { row, node, end } = matched;
  if (matched.verdict === 'guarded') return skipped(row, node, end, 'BATON1015');
  const worker = effect.worker === undefined ? undefined : (node.arguments[effect.worker] as Loose | undefined);
  const peer = node.kind === kinds.NewExpression ? resolver.startedBy([node])[0] : resolver.peersOf([worker ?? receiver ?? node])[0];
  if (peer === 'foreign') return skipped(row, node, end, 'BATON1001');
  if (peer !== 'compiled') return skipped(row, node, end, 'BATON1016');
  carried(matched, [{ edit: 'wrap', node: effect.of === 'receiver' && receiver ? receiver : node, helper: HELPERS[effect.of] }], 'sidecar');
}

/** `nodeEndpoint(port)` */
export function carryMessages({ kinds, carried }: Planning, matched: Matched, { port }: CarryMessages): void {
  const given = matched.node.arguments[port] as Loose | undefined;
  if (!given || given.kind === kinds.SpreadElement) return;
  carried(matched, [{ edit: 'wrap', node: given, helper: 'receive' }, { edit: 'wrap', node: matched.node, helper: 'carryMessages' }], 'sidecar');
}

/** `either`: the first parameter, or the carrier as one argument more. */
export const placeOf = (at: ReceiveTask['at'] | 'either'): Argument => (typeof at === 'string' ? { text: at } : { index: at });
