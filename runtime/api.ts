/** All that the runtime uses of `@opentelemetry/api`; nothing newer than 1.9. */
export {
  context,
  createContextKey,
  createTraceState,
  defaultTextMapSetter,
  diag,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Span,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
} from '@opentelemetry/api';
