/**
 * `browser.mjs <module>…`: runs client code where there is no `process`, and prints what it posts and the
 * spans that it finishes, `<name> < <name of the parent>`. A worker's module is sent one message.
 */
import { pathToFileURL } from 'node:url';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';

const modules = process.argv.slice(2).map((file) => pathToFileURL(file).href);
const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();

const said = [];
globalThis.self = globalThis;
globalThis.Worker = class {
  postMessage(message) {
    said.push(`to a worker: ${JSON.stringify(message)}`);
  }
};
globalThis.postMessage = (message) => said.push(`from a worker: ${JSON.stringify(message)}`);
const { log } = console;
console.log = (text) => said.push(`logged: ${text}`);
delete globalThis.process;

for (const module of modules) {
  await import(module);
  if (!globalThis.onmessage) continue;
  trace.getTracer('page').startActiveSpan('page', (span) => {
    globalThis.onmessage({ data: { count: 1 } });
    span.end();
  });
  globalThis.onmessage = undefined;
}
await new Promise((resolve) => setTimeout(resolve, 50));
const spans = exporter.getFinishedSpans();
const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
log([...said.sort(), ...spans.map(({ name, parentSpanContext }) => `${name} < ${names.get(parentSpanContext?.spanId) ?? '-'}`).sort()].join('\n'));
