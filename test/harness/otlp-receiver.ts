/** A collector for tests: takes spans by OTLP over HTTP, as JSON, and keeps them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { RecordedSpan } from './trace-tree.js';

/** The part of an export request that is read. */
interface ExportRequest {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

export interface Receiver {
  /** What an exporter is told by OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string;
  /** What has come since the last call, one array for each export. */
  take(): readonly (readonly RecordedSpan[])[];
  close(): void;
}

export async function otlpReceiver(): Promise<Receiver> {
  let exports: (readonly RecordedSpan[])[] = [];
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.url !== '/v1/traces' || request.headers['content-type'] !== 'application/json') {
      response.writeHead(400).end();
      return;
    }
    const { resourceSpans } = (await json(request)) as ExportRequest;
    const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    exports.push(spans.map(({ name, traceId, spanId, parentSpanId }) => ({ name, traceId, spanId, ...(parentSpanId && { parentSpanId }) })));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = exports;
      exports = [];
      return taken;
    },
    close: () => void server.close(),
  };
}
