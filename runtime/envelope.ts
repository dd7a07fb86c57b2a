/** The sending end, where the other side is compiled: any payload travels in an envelope. */
import type { Span } from './api.js';
import { injectEnvelope } from './carrier.js';
import { portsExtract } from './platform.js';
import { shared } from './shared.js';

/**
 * @param boundary Its name, or the port that it leads through; without it, a message between threads.
 * @returns The payload itself where there is nothing to carry.
 */
export function envelope<T>(payload: T, span: Span | undefined, boundary?: unknown): T {
  const carrier = injectEnvelope(payload, span);
  shared.observer?.sent(boundary, carrier, span);
  return (carrier as T | undefined) ?? payload;
}

/**
 * Put what is sent through a port into an envelope beside the carrier. Called where the other side is
 * known to be compiled. Inverse: {@link receive}.
 *
 * @returns The payload itself where there is nothing to carry, or the platform's ports cannot extract.
 */
export function enclose<T>(payload: T, span?: Span): T {
  return portsExtract ? envelope(payload, span) : payload;
}
