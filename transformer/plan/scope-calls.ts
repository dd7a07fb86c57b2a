/** With `"manualSpans": "scope"`: every call of the application's own that is made while a span started by hand is open. */
import type { Resolver } from '../resolve/resolver.js';
import type { Loose } from '../syntax.js';
import type { OpenSpans } from './open-spans.js';
import type { Row, RowIndex } from './rows.js';
import type { Tree } from './tree.js';

/** What creates or reads contexts and spans is left to whoever wrote it. */
const OWN_BUSINESS = '@opentelemetry/';

/** Only calls in the span's own function: a closure runs whenever it is called. */
export function scopeCalls(tree: Tree, spans: OpenSpans, resolver: Resolver, index: RowIndex): readonly { readonly row: Row; readonly call: Loose }[] {
  const { kinds } = tree;
  const calls: Loose[] = [];
  for (const scope of spans.scopes) {
    tree.walkFunction(scope, (node) => {
      if (node.kind === kinds.CallExpression && spans.at(node)) calls.push(node);
    });
  }
  const names = resolver.valuesOf(calls.map((call) => call.expression as Loose));
  const [row] = index.detached;
  if (!row) return [];
  return calls
    .filter((_, i) => !names[i]?.length || !names[i].every((name) => name.startsWith('#') || name.startsWith(OWN_BUSINESS)))
    .map((call) => ({ row, call }));
}
