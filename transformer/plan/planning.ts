/** What the parts of the planner share while they plan one file. */
import type { FunctionCall, MemberCall } from '../boundaries/vocabulary.js';
import type { MessageCode } from '../messages.js';
import type { Options } from '../options.js';
import type { Resolver } from '../resolve/resolver.js';
import type { Kinds, Loose } from '../syntax.js';
import type { OpenSpans } from './open-spans.js';
import type { Edit, Form, Found } from './rewrite.js';
import type { Row, RowIndex } from './rows.js';
import type { Scan } from './scan.js';
import type { Tree } from './tree.js';

/** A row that matches at a node. */
export interface Matched {
  readonly row: Row;
  readonly node: Loose;
  readonly end: string;
  readonly verdict: 'certain' | 'guarded';
  /** What it was concluded from, where it is not plain to see. */
  readonly because?: string;
}

export interface Planning {
  readonly tree: Tree;
  readonly kinds: Kinds;
  readonly index: RowIndex;
  readonly options: Options;
  readonly resolver: Resolver;
  readonly scanned: Scan;
  readonly spans: OpenSpans;
  /** What is found so far. */
  readonly found: readonly Found[];
  /** @param code Where the payload is cleaned, but the context is not attached. */
  carried(matched: Matched, edits: readonly Edit[], form: Form, code?: MessageCode): void;
  skipped(row: Row, node: Loose, end: string, code: MessageCode): void;
  isNeverPlain(payload: Loose): boolean;
  /** Whether the event argument is one of the row's, also where it is a constant; `undefined` where it cannot be told. */
  isEvent(row: Row<MemberCall | FunctionCall>, call: Loose): boolean | undefined;
  eventName(argument: Loose): string | undefined;
  /** How what stands at a call is told: `postMessage`, `on("message")`. */
  describe(name: string, row: Row, node: Loose): string;
  nameOf(callee: Loose): string;
}

export function createPlanning(
  parts: Pick<Planning, 'tree' | 'kinds' | 'index' | 'options' | 'resolver' | 'scanned' | 'spans'>,
): Planning {
  const { tree, kinds, resolver } = parts;
  const found: Found[] = [];

  /** What an assertion claims of a value is not known of it. */
  function eventName(argument: Loose): string | undefined {
    const inner = tree.unwrap(argument);
    return tree.literal(inner) ?? (inner === argument ? resolver.literalsOf([argument])[0] : undefined);
  }

  return {
    ...parts,
    found,
    carried: ({ row, node, end, verdict, because }, edits, form, code) =>
      void found.push({ boundary: row.boundary, does: row.effect.does, end, node, outcome: code ? 'skipped' : 'carried', certainty: verdict, form, edits, ...(code && { code }), ...(because && { because }) }),
    skipped: (row, node, end, code) => void found.push({ boundary: row.boundary, does: row.effect.does, end, node, outcome: 'skipped', certainty: 'certain', code, edits: [] }),
    isNeverPlain: (payload) => resolver.areNeverPlain([payload])[0] ?? false,
    isEvent(row, call) {
      const { event } = row.at;
      if (!event) return true;
      const text = eventName(call.arguments[event.argument] as Loose);
      return text === undefined ? undefined : event.is.includes(text);
    },
    eventName,
    describe(name, row, node) {
      const event = 'event' in row.at && row.at.event ? (tree.literal(node.arguments[row.at.event.argument] as Loose) ?? row.at.event.is[0]) : undefined;
      return event === undefined ? name : `${name}(${JSON.stringify(event)})`;
    },
    nameOf(callee) {
      const inner = tree.unwrap(callee);
      return (tree.member(inner)?.name ?? (inner.kind === kinds.Identifier ? (inner.text as string) : undefined)) ?? 'function';
    },
  };
}
