/**
 * All copies of the API meet in one global object, in which the SDK is registered. It is made by the
 * first that registers something, and read at every call; so whoever watches it sees all of them,
 * however they were loaded.
 */
import { callerOf, type Caller } from './callers.js';
import type { Kind } from './facts.js';
import { recordEarlierLoaded } from './instrumentations.js';
import { watchManager } from './manager.js';
import { quietly, record } from './record.js';
import { watchProvider } from './provider.js';

const API = Symbol.for('opentelemetry.js.api.1');

/** A stack takes some microseconds: enough of them are looked at to see each copy, and then a sample. */
const LOOKED_AT = 5_000;
const SAMPLE = 100;

const REGISTERS: Readonly<Record<string, Kind>> = { setGlobalTracerProvider: 'trace', setGlobalContextManager: 'context', setGlobalPropagator: 'propagation' };

/** What is done with each kind when it is registered. */
const WATCHES: Readonly<Record<Kind, (registered: object) => void>> = {
  trace: watchDelegate,
  context: watchManager,
  propagation: (propagator) => record({ fact: 'propagator', name: propagator.constructor.name, fields: (propagator as { fields(): string[] }).fields() }),
};

type Registered = Partial<Record<PropertyKey, unknown>>;

/** Called once for each execution unit. */
export function watchApi(): void {
  let registered: Registered | undefined;
  let reads = 0;
  Object.defineProperty(globalThis, API, {
    configurable: true,
    get: function get() {
      reads += 1;
      if (reads <= LOOKED_AT || reads % SAMPLE === 0) quietly(() => look(callerOf(get), registered));
      return registered;
    },
    set(value: Registered) {
      // Each that registers something sets what it has read.
      if (value !== registered) watch(value);
      registered = value;
    },
  });
}

const seen = new Set<string>();
const isKnown = (key: string): boolean => seen.size === seen.add(key).size;

function look(caller: Caller | undefined, registered: Registered | undefined): void {
  if (!caller) return;
  const { copy, through, place: by, files } = caller;
  if (!isKnown(copy.folder)) record({ fact: 'copy', copy, by });
  const kind = through.flatMap((name) => REGISTERS[name] ?? [])[0];
  // It looks for a logger to complain to.
  if (kind && through[0] === 'getGlobal') return;
  if (kind) {
    const { [kind]: earlier, version } = registered ?? {};
    if (earlier !== undefined || (version !== undefined && copy.version !== undefined && version !== copy.version)) record({ fact: 'refused', kind, copy, by });
    else record({ fact: 'registered', kind, copy });
    return;
  }
  if (through.includes('getTracer')) recordEarlierLoaded(files);
  if (registered?.['trace'] !== undefined) return;
  if (through.includes('getTracer') && !isKnown(`tracer ${copy.folder}`)) record({ fact: 'early tracer', copy, by });
  if (through[2] === 'active' && through.some((name) => /^start(?:Active)?Span$/.test(name)) && !isKnown('early span')) record({ fact: 'early span', by });
}

/** The API goes on with the object that it has made, so that is what tells when something is put there. */
function watch(registered: Registered): void {
  for (const [kind, look] of Object.entries(WATCHES)) {
    let current: unknown;
    Object.defineProperty(registered, kind, {
      configurable: true,
      enumerable: true,
      get: () => current,
      set(value: object) {
        current = value;
        quietly(() => look(value));
      },
    });
  }
}

interface Delegating {
  setDelegate?(provider: object): void;
}

/** The API registers a provider of its own, and says afterwards to whom it delegates. */
function watchDelegate(provider: Delegating): void {
  const { setDelegate } = provider;
  if (!setDelegate) return watchProvider(provider);
  provider.setDelegate = function (delegate) {
    quietly(() => watchProvider(delegate));
    return setDelegate.call(this, delegate);
  };
}
