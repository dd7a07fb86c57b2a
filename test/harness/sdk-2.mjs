/** A tracer provider of SDK 2. */
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

export const createProvider = (exporter, processors) => new BasicTracerProvider({ spanProcessors: [...processors, new SimpleSpanProcessor(exporter)] });
