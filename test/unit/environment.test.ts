/** The environment as a carrier, against OpenTelemetry's own package for it. */
import { context, defaultTextMapSetter, propagation, ROOT_CONTEXT, trace, TraceFlags, type TextMapPropagator } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import { EnvironmentGetter, EnvironmentSetter } from '@opentelemetry/propagator-env-carrier';
import { KEPT_HERE } from '../../runtime/attach.js';
import { changed, changesOf, type Allowed, type Environment } from '../../runtime/child-environment.js';
import { environmentName, extractEnvironment } from '../../runtime/environment.js';

const SPAN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED };

const PROPAGATORS: Readonly<Record<string, TextMapPropagator>> = {
  'W3C': new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  'B3 single': new B3Propagator(),
  'B3 multi': new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
  'fields of odd names': {
    fields: () => ['x.trace-id', '1st', ''],
    inject(active, carrier, setter) {
      const { traceId, spanId } = trace.getSpanContext(active) ?? SPAN;
      for (const [field, value] of [['x.trace-id', traceId], ['1st', spanId], ['', 'kept']] as const) setter.set(carrier, field, value);
    },
    extract(from, carrier, getter) {
      const [traceId, spanId, kept] = ['x.trace-id', '1st', ''].map((field) => getter.get(carrier, field)) as string[];
      return kept === 'kept' ? trace.setSpanContext(from, { ...SPAN, traceId: traceId as string, spanId: spanId as string, isRemote: true }) : from;
    },
  },
};

/** What OpenTelemetry's setter calls a field. */
function named(field: string): string | undefined {
  const written: Record<string, string> = {};
  new EnvironmentSetter(written).set(undefined, field, 'value');
  return Object.keys(written)[0];
}

const before = { ...process.env };

beforeEach(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));

afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  context.disable();
  propagation.disable();
});

describe('a field has the name that OpenTelemetry gives it', () => {
  const FIELDS = [
    'traceparent', 'tracestate', 'baggage', 'b3', 'x-b3-traceid', 'X-B3-SpanId', 'x-b3-parentspanid', 'uber-trace-id', 'uberctx-user', 'x-amzn-trace-id',
    'X-Cloud-Trace-Context', 'ot-tracer-traceid', 'sw8', '', '_', '-', ' ', '.', '1', '1st', '007', '_1', 'a', 'A', 'a b', 'a=b', 'a.b-c_d', 'A1B2', '\0', 'a\nb',
    '__proto__', 'constructor', 'toString', 'trace\u00e9', '\u00e9', '\u00df', 'stra\u00dfe', '\u0131d', '\u017fpan', '\ufb01eld', '\u0149', '\u{1f600}', 'a\u{1f600}b', '\ud800', '\u0661', '\u216b',
  ];
  for (const field of FIELDS) test(JSON.stringify(field), () => expect(environmentName(field)).toBe(named(field)));

  test('each single character, and each after a letter', () => {
    for (let code = 0; code < 0x10000; code++) {
      const character = String.fromCharCode(code);
      for (const field of [character, `a${character}`]) {
        // Not `expect` for each, which would take seconds.
        if (environmentName(field) !== named(field)) expect([field, environmentName(field)]).toEqual([field, named(field)]);
      }
    }
  });

  test('a name is its own name', () => {
    for (const field of FIELDS) expect(environmentName(environmentName(field))).toBe(environmentName(field));
  });
});

const withSpan = trace.setSpanContext(ROOT_CONTEXT, SPAN);
const withBaggage = propagation.setBaggage(withSpan, propagation.createBaggage({ user: { value: 'ada' }, plan: { value: 'a b' } }));

/** What the active context changes in an environment. */
const changesIn = (active: typeof ROOT_CONTEXT, given: Environment | undefined, allowed: Allowed = 'trace'): Readonly<Record<string, string | undefined>> =>
  context.with(active, () => changesOf(given, allowed, undefined));

describe.each(Object.entries(PROPAGATORS))('%s', (name, propagator) => {
  beforeEach(() => propagation.setGlobalPropagator(propagator));

  test('is written as OpenTelemetry\'s setter writes it', () => {
    const written: Record<string, string> = {};
    propagator.inject(withBaggage, undefined, new EnvironmentSetter(written));
    expect(changesIn(withBaggage, {}, 'baggage')).toEqual(written);
  });

  test('can be read by OpenTelemetry\'s getter', () => {
    Object.assign(process.env, changesIn(withBaggage, {}, 'baggage'));
    const read = propagator.extract(ROOT_CONTEXT, undefined, new EnvironmentGetter());
    expect(trace.getSpanContext(read)).toMatchObject({ traceId: SPAN.traceId, spanId: SPAN.spanId });
    expect(propagation.getBaggage(read)?.getAllEntries().length).toBe(name === 'W3C' ? 2 : undefined);
  });

  test('is read as OpenTelemetry\'s getter reads it', () => {
    propagator.inject(withBaggage, undefined, new EnvironmentSetter(process.env as Record<string, string>));
    const read = propagator.extract(ROOT_CONTEXT, undefined, new EnvironmentGetter());
    const ours = extractEnvironment();
    expect(trace.getSpanContext(ours)).toEqual(trace.getSpanContext(read));
    expect(propagation.getBaggage(ours)?.getAllEntries()).toEqual(propagation.getBaggage(read)?.getAllEntries());
  });

  test('what is left of another one is taken out', () => {
    const fields = propagator.fields().map(environmentName);
    for (const field of fields) process.env[field] = 'stale';
    expect(changesIn(ROOT_CONTEXT, undefined)).toEqual(Object.fromEntries(fields.map((field) => [field, undefined])));
    expect(changesIn(ROOT_CONTEXT, { ...process.env })).toEqual(Object.fromEntries(fields.map((field) => [field, undefined])));
    expect(changesIn(ROOT_CONTEXT, {})).toEqual({});
  });

  test('what the application wrote is not touched', () => {
    const [first = ''] = propagator.fields().map(environmentName);
    const given = { [first]: 'written' };
    expect(changesIn(withSpan, given)).toEqual({});
    expect(changesIn(withSpan, { [first]: undefined })).toEqual({});
    expect(changesIn(ROOT_CONTEXT, given)).toEqual({});
    expect(given).toEqual({ [first]: 'written' });
  });
});

describe('with the W3C propagator', () => {
  beforeEach(() => propagation.setGlobalPropagator(PROPAGATORS['W3C'] as TextMapPropagator));

  test('baggage is written only if it is allowed', () => {
    const TRACEPARENT = `00-${SPAN.traceId}-${SPAN.spanId}-01`;
    expect(changesIn(withBaggage, {})).toEqual({ TRACEPARENT });
    expect(changesIn(withBaggage, {}, 'baggage')).toEqual({ TRACEPARENT, BAGGAGE: 'user=ada,plan=a%20b' });
  });

  test('baggage and trace are written by hand apart', () => {
    expect(Object.keys(changesIn(withBaggage, { BAGGAGE: 'mine=1' }, 'baggage'))).toEqual(['TRACEPARENT']);
    expect(Object.keys(changesIn(withBaggage, { TRACEPARENT: 'mine' }, 'baggage'))).toEqual(['BAGGAGE']);
    expect(changesIn(withBaggage, { TRACESTATE: 'mine=1' })).toEqual({});
  });

  test('nothing travels where it may not, and what is inherited does not either', () => {
    process.env['TRACEPARENT'] = 'stale';
    expect(changesIn(withSpan.setValue(KEPT_HERE, true), {})).toEqual({});
    expect(changesIn(withSpan.setValue(KEPT_HERE, true), undefined)).toEqual({ TRACEPARENT: undefined });
  });

  test('a value too long for any propagator is not read', () => {
    process.env['TRACEPARENT'] = `00-${SPAN.traceId}-${SPAN.spanId}-01`;
    process.env['BAGGAGE'] = `user=${'a'.repeat(20_000)}`;
    expect(trace.getSpanContext(extractEnvironment())?.spanId).toBe(SPAN.spanId);
    expect(propagation.getBaggage(extractEnvironment())).toBeUndefined();
    process.env['TRACEPARENT'] = '0'.repeat(20_000);
    expect(trace.getSpanContext(extractEnvironment())).toBeUndefined();
  });

  test('Windows knows one spelling of a name', () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor;
    Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
    try {
      process.env['TraceParent'] = 'stale';
      expect(changesIn(withSpan, undefined)).toEqual({ TraceParent: `00-${SPAN.traceId}-${SPAN.spanId}-01` });
      expect(changesIn(withSpan, { traceparent: 'mine' })).toEqual({});
    } finally {
      Object.defineProperty(process, 'platform', platform);
    }
    expect(Object.keys(changesIn(withSpan, { traceparent: 'mine' }))).toEqual(['TRACEPARENT']);
  });
});

describe('without a propagator', () => {
  test('W3C is written, and read back', () => {
    const changes = changesIn(withBaggage, {}, 'baggage');
    const read = {};
    new W3CTraceContextPropagator().inject(withSpan, read, defaultTextMapSetter);
    expect(changes).toEqual({ TRACEPARENT: (read as { traceparent: string }).traceparent });
    Object.assign(process.env, changes);
    expect(trace.getSpanContext(extractEnvironment())).toMatchObject({ traceId: SPAN.traceId, spanId: SPAN.spanId, isRemote: true });
  });

  test('and without an SDK nothing is taken out', () => {
    context.disable();
    process.env['TRACEPARENT'] = 'passed through';
    expect(changesOf(undefined, 'trace', undefined)).toEqual({});
    expect(changesOf({ ...process.env }, 'trace', undefined)).toEqual({});
  });
});

describe('a copy of an environment', () => {
  test('has what Node reads of it, and is not it', () => {
    const from = Object.freeze(Object.create({ INHERITED: 'yes', OTHER: 'inherited' }, { OWN: { value: 'yes', enumerable: true }, HIDDEN: { value: 'no' } }) as Environment);
    const copy = changed(from, { TRACEPARENT: 'ours', OTHER: undefined });
    expect({ ...copy }).toEqual({ OWN: 'yes', INHERITED: 'yes', TRACEPARENT: 'ours' });
    expect(Object.keys(from)).toEqual(['OWN']);
  });

  test('has names that every object has', () => {
    const from = JSON.parse('{ "__proto__": "p", "constructor": "c", "toString": "t" }') as Environment;
    const names: string[] = [];
    for (const name in changed(from, { TRACEPARENT: 'ours' })) names.push(name);
    expect(names.sort()).toEqual(['TRACEPARENT', '__proto__', 'constructor', 'toString']);
  });
});
