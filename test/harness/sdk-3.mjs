/** A tracer provider of SDK 3. It registers nothing by itself, and neither do we leave that to SDK 2. */
import { TracerProvider } from '@opentelemetry/sdk-trace';

export const createProvider = (spanProcessors) => new TracerProvider({ spanProcessors });
