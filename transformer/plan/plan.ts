/**
 * From a file to what becomes of it: scan, ask the resolver, match the rows, say the edits. Imports
 * no compiler, so it runs on the trees of every host.
 */
import type { Assignment, FunctionCall, MemberCall, StartProcess } from '../boundaries/vocabulary.js';
import type { MessageCode } from '../messages.js';
import type { Options } from '../options.js';
import type { Constituent, ReceiverTypes, Resolver } from '../resolve/resolver.js';
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

/** A type that is known to be none of the row's. */
const NOTHING: Constituent = { names: new Set(), structural: false };
/** Members of emitters that return what they are called on. */
const FLUENT = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'off', 'removeListener', 'setEncoding', 'resume', 'pause']);
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
  planModule();
  return found;

  function planModule(): void {
    const row = index.modules.find(({ at, effect }) => {
      const isAsked = effect.does === 'attach started' && effect.asked === true;
      return at.of === 'started' ? resolver.isStarted : (!isAsked || options.startup === 'environment') && resolver.isMain;
    });
    if (!row) return;
    const given: readonly Argument[] = options.startup === 'environment' && resolver.isMain ? [{ flag: true }] : [];
    const edits = planStartedModule(tree, given);
    if (edits.length) carried({ row, node: sourceFile as unknown as Loose, end: 'module', verdict: 'certain' }, edits, row.boundary.carries === 'environment' ? 'environment' : 'environment data');
  }

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
    // Members of these names are everywhere, and only a port's type has `maybe`.
    if (!at.maybe && options.unknown === 'skip' && !all.some((each) => each === 'certain')) return 'no';
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
        const verdict = judge(typesFor(row, candidate, types[i] ?? []), row.at);
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

  /** Where the row tells a property, its object's types take the receiver's part. */
  function typesFor(row: Row<MemberCall | Assignment>, candidate: MemberCandidate, types: ReceiverTypes): ReceiverTypes {
    const property = row.at.site === 'member call' ? row.at.property : undefined;
    if (!property) return types;
    if (!property.some((name) => sourceFile.text.includes(name))) return [];
    const [read] = resolver.propertiesOf([chainStart(candidate.receiver)]);
    if (!read || !property.includes(read.name)) return [];
    return resolver.typesOf([{ receiver: read.object, member: read.name }])[0]?.map((each) => each ?? NOTHING) ?? [];
  }

  /** The emitter at the start of a chain of `setEncoding(…).on(…).on(…)`. */
  function chainStart(receiver: Loose): Loose {
    const inner = tree.unwrap(receiver);
    const member = inner.kind === kinds.CallExpression ? tree.member(tree.unwrap(inner.expression)) : undefined;
    return member && FLUENT.has(member.name) ? chainStart(member.receiver) : inner;
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
        call: node, argument: effect.argument, to: effect.to, peer, isNeverPlain, span: spans.at(node),
        ...(guarded && { guard: receiver }), ...(effect.to && isReadAgain(receiver) && { target: receiver }),
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
    } else if (effect.does === 'detach') {
      const callee = tree.unwrap(node.expression);
      // Private and inherited methods cannot be named beside their object.
      if (verdict === 'guarded' || receiver.kind === kinds.SuperKeyword) return;
      carried(matched, [{ edit: 'wrap member', node: callee, helper: 'detachStarted' }], 'same isolate');
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
        (each) => each.at.of.some((name) => names[i]?.includes(name)) && isEvent(each, candidate.node) && isHere(each, candidate.node) && isHanded(each, candidate.node),
      );
      if (row) applyToFunction(candidate, row);
    });
  }

  function isHere(row: Row<FunctionCall>, node: Loose): boolean {
    if (row.at.where !== 'module body') return true;
    let at = node.parent as Loose;
    while (at.kind !== kinds.SourceFile && !tree.isFunction(at)) at = at.parent as Loose;
    return at.kind === kinds.SourceFile && resolver.isStarted;
  }

  function isHanded({ at: { handed } }: Row<FunctionCall>, node: Loose): boolean {
    const argument = handed && (node.arguments[handed.argument] as Loose | undefined);
    return !handed || (!!argument && handed.of.some((name) => resolver.valuesOf([tree.unwrap(argument)])[0]?.includes(name)));
  }

  function applyToFunction({ node, callee }: FunctionCandidate, row: Row<FunctionCall>): void {
    const { effect } = row;
    const matched: Matched = { row, node, end: describe(nameOf(callee), row, node), verdict: 'certain' };
    if (effect.does === 'enter span') return enter(matched);
    if (effect.does === 'detach') return carried(matched, [{ edit: 'wrap', node: callee, helper: 'detach' }], 'same isolate');
    if (effect.does === 'start process') return startProcess(matched, effect, row.at.handed ? (node.arguments[row.at.handed.argument] as Loose) : callee);
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

  /** Put our function in the place of the one that starts a process. */
  function startProcess(matched: Matched, { signature }: StartProcess, started: Loose): void {
    if (options.environment === 'off') return;
    const span = started === matched.node.expression ? spans.at(matched.node) : undefined;
    // A module that is not compiled knows no more of us than a command does.
    const isForeign = signature === 'fork' && resolver.startedBy([matched.node])[0] === 'foreign';
    const before: Argument[] = [{ text: isForeign ? 'file' : signature }];
    const inner = tree.unwrap(started);
    const isMember = (inner.kind === kinds.PropertyAccessExpression && !inner.questionDotToken && inner.name.kind === kinds.Identifier) || (inner.kind === kinds.ElementAccessExpression && !inner.questionDotToken);
    const more = environmentArguments(span);
    const edit: Edit = isMember
      ? { edit: 'wrap member', node: inner, helper: 'startProcess', before, after: more }
      : { edit: 'wrap', node: started, helper: 'startProcess', before, after: more.length ? [{ nothing: true }, ...more] : [] };
    carried(matched, [edit], 'environment');
  }

  function environmentArguments(span: Argument | undefined): readonly Argument[] {
    if (options.environment === 'baggage') return [span ?? { nothing: true }, { text: 'baggage' }];
    return span ? [span] : [];
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
      if (row.effect.does !== 'start') return;
      const span = spans.at(node);
      const edits = environmentOf(node, row.effect.options, row.at.of, span);
      if (resolver.startedBy([node])[0] === 'foreign') {
        skipped(row, node, end, 'BATON1001');
        if (edits.length) carried({ row, node, end: `${end} env`, verdict: 'certain' }, edits, 'environment');
        return;
      }
      const after: Argument[] = span ? [span] : [];
      carried({ row, node, end, verdict: 'certain' }, [{ edit: 'wrap', node: node.expression, helper: 'start', after }, ...edits], 'environment data');
    });
  }

  /** Only of the type itself: what a subclass takes is its own affair. */
  function environmentOf(node: Loose, argument: number, types: readonly string[], span: Argument | undefined): readonly Edit[] {
    const given = node.arguments?.[argument] as Loose | undefined;
    if (!given || given.kind === kinds.SpreadElement || options.environment === 'off') return [];
    if (!resolver.valuesOf([tree.unwrap(node.expression)])[0]?.some((name) => types.includes(name))) return [];
    const literal = tree.unwrap(given);
    const mayHave = (property: Loose): boolean => property.kind === kinds.SpreadAssignment || (property.name?.text ?? 'env') === 'env';
    if (literal.kind === kinds.ObjectLiteralExpression && !(literal.properties as Loose[]).some(mayHave)) return [];
    return [{ edit: 'wrap', node: given, helper: 'withEnvironment', after: environmentArguments(span) }];
  }

  function planDetached(): void {
    if (!spans.scopes.size) return;
    const taken = new Set(found.filter((each) => each.form === 'same isolate' || each.form === 'environment').map((each) => each.node));
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
