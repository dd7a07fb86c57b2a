/** A tracer provider of SDK 2. */
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

export const createProvider = (spanProcessors) => new BasicTracerProvider({ spanProcessors });
