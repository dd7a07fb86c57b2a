/**
 * From a file to what becomes of it: scan, ask the resolver, match the rows, say the edits. Imports
 * no compiler, so it runs on the trees of every host.
 */
import type { Assignment, FunctionCall, MemberCall } from '../boundaries/vocabulary.js';
import type { MessageCode } from '../messages.js';
import type { Options } from '../options.js';
import type { ReceiverTypes, Resolver } from '../resolve/resolver.js';
import type { Kinds, Loose, SourceFile } from '../syntax.js';
import { findDetachedCalls } from './detached.js';
import { enterSpan } from './enter-span.js';
import { planInject } from './inject.js';
import { findOpenSpans, type OpenSpans } from './open-spans.js';
import { planPull } from './pull.js';
import type { Argument, Edit, Form, Found } from './rewrite.js';
import type { Row, RowIndex } from './rows.js';
import { scan, type FunctionCandidate, type MemberCandidate } from './scan.js';
import { scopeCalls } from './scope-calls.js';
import { planStartedModule } from './started-module.js';
import { createTree } from './tree.js';

/** Declared by nobody, so a type's bases are named to the last. */
const WHOLE = '';
const TRACERS = ['@opentelemetry/api#Tracer', '@opentelemetry/sdk-trace-base#Tracer', '@opentelemetry/sdk-trace#Tracer'];

type Verdict = 'certain' | 'guarded' | 'unknown' | 'no';

interface Matched {
  readonly row: Row;
  readonly node: Loose;
  readonly end: string;
  readonly verdict: 'certain' | 'guarded';
}

/** Whether the file may have a boundary: one regular expression over its text. */
export const mayHaveBoundary = (sourceFile: SourceFile, index: RowIndex): boolean => index.hint.test(sourceFile.text);

export function planFile(kinds: Kinds, index: RowIndex, options: Options, sourceFile: SourceFile, resolver: Resolver): readonly Found[] {
  const tree = createTree(kinds, sourceFile);
  const scanned = scan(tree, index);
  const found: Found[] = [];
  const spans = openSpans();
  const pullsValues = scanned.functions.some(({ rows }) => rows.some(({ effect }) => effect.does === 'pull' && effect.as === 'value'));

  const carried = (matched: Matched, edits: readonly Edit[], form: Form, code?: MessageCode): void => {
    const { row, node, end, verdict } = matched;
    found.push({ boundary: row.boundary, end, node, outcome: code ? 'skipped' : 'carried', certainty: verdict, form, edits, ...(code && { code }) });
  };
  const skipped = (row: Row, node: Loose, end: string, code: MessageCode): void => {
    found.push({ boundary: row.boundary, end, node, outcome: 'skipped', certainty: 'certain', code, edits: [] });
  };

  planMembers();
  planFunctions();
  planConstructions();
  planDetached();
  if (resolver.isWorkerEntry) {
    for (const row of index.modules) {
      const edits = planStartedModule(tree);
      if (edits.length) carried({ row, node: sourceFile as unknown as Loose, end: 'module', verdict: 'certain' }, edits, 'environment data');
    }
  }
  return found;

  function openSpans(): OpenSpans {
    if (options.manualSpans === 'off' || !scanned.spans.length) return { at: () => undefined, scopes: new Set() };
    const types = resolver.typesOf(scanned.spans.map(({ receiver }) => ({ receiver, member: 'startSpan' })));
    const starts = scanned.spans.filter((_, i) => types[i]?.length && types[i].every((each) => TRACERS.some((name) => each?.names.has(name))));
    return findOpenSpans(tree, starts.map(({ node }) => node));
  }

  function isNeverPlain(payload: Loose): boolean {
    return resolver.areNeverPlain([payload])[0] ?? false;
  }

  function judge(types: ReceiverTypes, at: MemberCall | Assignment): Verdict {
    const all = types.map((each): Verdict => {
      if (!each) return 'unknown';
      if (at.on.some((name) => each.names.has(name))) return 'certain';
      if (at.maybe?.some((name) => each.names.has(name))) return 'guarded';
      // Only a port's type has `maybe`; other rows name types that nothing else can stand in for.
      return each.structural && at.maybe ? 'guarded' : 'no';
    });
    if (!all.length || all.every((each) => each === 'no')) return 'no';
    if (all.every((each) => each === 'certain')) return 'certain';
    if (all.some((each) => each === 'certain' || each === 'guarded')) return 'guarded';
    return options.unknown === 'guard' ? 'guarded' : 'unknown';
  }

  /** Whether the event argument is one of the row's, also where it is a constant; `undefined` where it cannot be told. */
  function isEvent(row: Row<MemberCall | FunctionCall>, call: Loose): boolean | undefined {
    const { event } = row.at;
    if (!event) return true;
    const text = eventName(call.arguments[event.argument] as Loose);
    return text === undefined ? undefined : event.is.includes(text);
  }

  /** What an assertion claims of a value is not known of it. */
  function eventName(argument: Loose): string | undefined {
    const inner = tree.unwrap(argument);
    return tree.literal(inner) ?? (inner === argument ? resolver.literalsOf([argument])[0] : undefined);
  }

  /** A port that extracts does no harm, so what may listen to messages makes it one. */
  function isWanted(row: Row<MemberCall | Assignment>, call: Loose, verdict: Verdict): boolean {
    const event = row.at.site === 'member call' ? isEvent(row as Row<MemberCall>, call) : true;
    return event ?? (row.effect.does === 'receive' && verdict !== 'unknown');
  }

  function planMembers(): void {
    const types = scanned.members.length ? resolver.typesOf(scanned.members) : [];
    scanned.members.forEach((candidate, i) => {
      for (const row of candidate.rows) {
        const verdict = judge(types[i] ?? [], row.at);
        if (verdict === 'no' || !isWanted(row, candidate.node, verdict)) continue;
        const end = describe(candidate.member, row, candidate.node);
        // What is posted to it from elsewhere must arrive as it was sent, so an unknown receiver is asked at run time.
        const isGuardFree = verdict === 'unknown' && row.effect.does === 'receive' && resolver.name === 'checker';
        if (verdict === 'unknown' && !isGuardFree) skipped(row, candidate.node, end, 'BATON1003');
        else applyToMember(candidate, { row, node: candidate.node, end, verdict: verdict === 'certain' ? 'certain' : 'guarded' });
        return;
      }
    });
  }

  function applyToMember(candidate: MemberCandidate, matched: Matched): void {
    const { row, node, verdict } = matched;
    const { receiver } = candidate;
    const { effect } = row;
    if (effect.does === 'inject') {
      const guarded = verdict === 'guarded';
      if (guarded && !isReadAgain(receiver)) return skipped(row, node, matched.end, 'BATON1004');
      const [peer = 'unknown'] = guarded ? [] : resolver.peersOf([receiver]);
      const plan = planInject(tree, options, {
        call: node, argument: effect.argument, peer, isNeverPlain, span: spans.at(node), ...(guarded && { guard: receiver }),
      });
      if (!plan) return;
      if ('code' in plan) skipped(row, node, matched.end, plan.code);
      else carried(matched, plan.edits, plan.form);
    } else if (effect.does === 'receive') {
      // A chain of `on(…).on(…)` is one receiver.
      const isInChain = scanned.members.some((each) => each.node === receiver && each.rows.includes(row as Row<MemberCall>));
      carried(matched, isInChain ? [] : [receiveFrom(receiver, node)], 'sidecar');
    } else if (effect.does === 'bind') {
      if (verdict === 'guarded') return skipped(row, node, matched.end, 'BATON1010');
      const listener = node.arguments[effect.argument] as Loose | undefined;
      if (!listener || listener.kind === kinds.SpreadElement) return;
      const lasting = effect.once[candidate.member];
      const event = eventName(node.arguments[0] as Loose);
      const edits: Edit[] = [{ edit: 'wrap', node: listener, helper: 'bind', after: lasting && event !== undefined ? [{ text: event }] : [] }];
      if (lasting) edits.push({ edit: 'rename', node: candidate.nameNode, to: lasting });
      // Node's own `once` adds by `this.on`, which a subclass may override.
      if (lasting && receiver.kind === kinds.SuperKeyword) edits.push({ edit: 'rename', node: receiver, to: 'this' });
      carried(matched, edits, 'same isolate');
    } else throw new Error(`otel-baton: the row "${row.boundary.name}" asks for "${effect.does}" at a member, which no member can do.`);
  }

  /** Whether the receiver can be written twice and is the same each time: names, and fields that are no getters. */
  function isReadAgain(receiver: Loose): boolean {
    if (!tree.isRepeatable(receiver)) return false;
    const inner = tree.unwrap(receiver);
    if (inner.kind !== kinds.PropertyAccessExpression) return true;
    return resolver.areFields([inner])[0] === true && isReadAgain(inner.expression as Loose);
  }

  function receiveFrom(receiver: Loose, node: Loose): Edit {
    return receiver.kind === kinds.SuperKeyword
      ? { edit: 'wrap', node: node.arguments[0] as Loose, helper: 'receive', before: [{ self: true }] }
      : { edit: 'wrap', node: receiver, helper: 'receive' };
  }

  function planFunctions(): void {
    const names = scanned.functions.length ? resolver.valuesOf(scanned.functions.map((each) => each.callee)) : [];
    scanned.functions.forEach((candidate, i) => {
      const row = candidate.rows.find(
        (each) => each.at.of.some((name) => names[i]?.includes(name)) && isEvent(each, candidate.node) && isHere(each, candidate.node),
      );
      if (row) applyToFunction(candidate, row);
    });
  }

  function isHere(row: Row<FunctionCall>, node: Loose): boolean {
    if (row.at.where !== 'module body') return true;
    let at = node.parent as Loose;
    while (at.kind !== kinds.SourceFile && !tree.isFunction(at)) at = at.parent as Loose;
    return at.kind === kinds.SourceFile && resolver.isWorkerEntry;
  }

  function applyToFunction({ node, callee }: FunctionCandidate, row: Row<FunctionCall>): void {
    const { effect } = row;
    const matched: Matched = { row, node, end: describe(nameOf(callee), row, node), verdict: 'certain' };
    if (effect.does === 'enter span') return enter(matched);
    if (effect.does === 'detach') return carried(matched, [{ edit: 'wrap', node: callee, helper: 'detach' }], 'same isolate');
    if (effect.does === 'inject') {
      const plan = planInject(tree, options, { call: node, argument: effect.argument, peer: 'unknown', isNeverPlain, span: spans.at(node) });
      if (!plan) return;
      return 'code' in plan ? skipped(row, node, matched.end, plan.code) : carried(matched, plan.edits, plan.form);
    }
    const { target } = row.at;
    const port = target && (node.arguments[target.argument] as Loose | undefined);
    if (effect.does !== 'pull' || !target || !port || port.kind === kinds.SpreadElement) return;
    const [types = []] = resolver.typesOf([{ receiver: port, member: WHOLE }]);
    const isTarget = types.some((each) => !each || each.structural || target.on.some((name) => each.names.has(name)));
    if (!isTarget) return;
    const plan = planPull(tree, effect.as, node, port, pullsValues);
    carried(matched, plan.edits, 'sidecar', plan.code);
  }

  function enter(matched: Matched): void {
    const span = spans.at(matched.node);
    if (!span) return;
    const edit = enterSpan(tree, matched.node, span);
    // A chain with `?.` in it is entered as a whole.
    if (edit?.edit === 'thunk' && found.some((each) => each.edits.some((other) => other.edit === 'thunk' && other.node === edit.node))) return;
    if (edit) carried(matched, [edit], 'same isolate');
    else skipped(matched.row, matched.node, matched.end, 'BATON1011');
  }

  function planConstructions(): void {
    if (!scanned.constructions.length) return;
    const made = resolver.constructedBy(scanned.constructions.map((node) => node.expression as Loose));
    scanned.constructions.forEach((node, i) => {
      const row = index.constructions.find((each) => each.at.of.some((name) => made[i]?.has(name)));
      if (!row) return;
      const end = `new ${nameOf(node.expression)}`;
      if (resolver.workersOf([node])[0] === 'foreign') return skipped(row, node, end, 'BATON1001');
      const span = spans.at(node);
      const after: Argument[] = span ? [span] : [];
      carried({ row, node, end, verdict: 'certain' }, [{ edit: 'wrap', node: node.expression, helper: 'start', after }], 'environment data');
    });
  }

  function planDetached(): void {
    if (!spans.scopes.size) return;
    const taken = new Set(found.filter((each) => each.form === 'same isolate').map((each) => each.node));
    const { alone, grouped } = findDetachedCalls(tree, spans.scopes, index);
    const groupNames = resolver.valuesOf(grouped.map((each) => each.callee));
    const inGroup = grouped.flatMap(({ call, name }, i) => {
      const row = index.groups.get(name)?.find((each) => each.at.in.some((of) => groupNames[i]?.includes(of)));
      return row ? [{ row: row as Row, call }] : [];
    });
    const thenable = resolver.areThenable(alone);
    const loose = alone.flatMap((call, i) => (thenable[i] ? index.detached.map((row) => ({ row: row as Row, call })) : []));
    const everything = options.manualSpans === 'scope' ? scopeCalls(tree, spans, resolver, index) : [];
    for (const { row, call } of [...inGroup, ...loose, ...everything]) {
      if (taken.has(call)) continue;
      taken.add(call);
      enter({ row, node: call, end: `${nameOf(call.expression)}()`, verdict: 'certain' });
    }
  }

  function nameOf(callee: Loose): string {
    const inner = tree.unwrap(callee);
    return (tree.member(inner)?.name ?? (inner.kind === kinds.Identifier ? (inner.text as string) : undefined)) ?? 'function';
  }

  function describe(name: string, row: Row, node: Loose): string {
    const event = 'event' in row.at && row.at.event ? (tree.literal(node.arguments[row.at.event.argument] as Loose) ?? row.at.event.is[0]) : undefined;
    return event === undefined ? name : `${name}(${JSON.stringify(event)})`;
  }
}
