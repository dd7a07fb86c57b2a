/** Who is told of each crossing of a boundary: nobody, unless debugging is asked for. */
import type { Context, Span } from './api.js';
import type { Carrier } from './carrier.js';
import type { Verdict } from './crossing.js';

/** What came: the context that it is to run in, and the carrier that was read. */
export interface Brought {
  readonly context: Context;
  readonly carrier?: Carrier;
}

/** Called when what was handed over is about to run in the context that is given, which is attached without a function where that is said. */
export type Arrive = (given: Context, isAttached?: boolean) => void;

/** Made by `observe.ts`. No method throws. A boundary is told by its name, or by the port that it leads through; without either it is a message between threads. */
export interface Observer {
  readonly counts: Map<string, Record<Verdict, number>>;
  /** Something leaves; without a carrier it takes nothing along. */
  readonly sent: (boundary: unknown, carrier: Carrier | undefined, span?: Span) => void;
  /** A port, if it is one, is to deliver what comes. */
  readonly listens: (port: object | undefined) => void;
  /** Something came, and is about to run in the context that it brought, or as it is. */
  readonly received: (boundary: unknown, brought: Brought | undefined, event?: unknown, isAttached?: boolean) => void;
  /** The context of what started this execution unit is about to be attached. */
  readonly started: (started: Carrier | 'environment', extracted: Context) => void;
  /** Something of the same isolate is handed over with a context. */
  readonly leaves: (boundary: string, given: Context) => Arrive | undefined;
}
