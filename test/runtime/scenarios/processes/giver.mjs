/** A forked child that sends each row to its parent, and tells at the end what it threw. */
import { isDeepStrictEqual } from 'node:util';
import { injectToParent } from 'otel-baton/runtime/process';
import { use } from '../sdk.mjs';
import { PAYLOADS } from './payloads.mjs';
import { END, describe, sendRow } from './rows.mjs';

use();
const ways = { bare: (payload) => payload, injectToParent: (payload) => injectToParent(payload) };
const report = { sent: {}, changed: [] };
for (const [name, make] of Object.entries(PAYLOADS)) {
  const payload = make();
  const before = describe(payload);
  report.sent[name] = sendRow(name, payload, ways, (message) => process.send(message));
  if (!isDeepStrictEqual(describe(payload), before)) report.changed.push(name);
}
process.send(END);
process.send(JSON.stringify(report), () => process.disconnect());
