/** The end of a native process. */
import type { Api } from './api.js';

/** How the API holds its process. */
interface Held {
  readonly client?: { readonly channel?: { readonly child: { kill(signal: NodeJS.Signals): boolean }; close(): void } };
}

/** It has nothing to write, so it need not be asked to end: it would print that it was. */
export function endProcess(api: Api): void {
  const channel = (api as unknown as Held).client?.channel;
  if (!channel) return api.close();
  channel.child.kill('SIGKILL');
  channel.close();
}
