/** Whether a context manager keeps its context over an `await`, by trying it. */
import { record } from './record.js';

interface ContextManager {
  active(): unknown;
  with<T>(context: unknown, fn: () => T): T;
}

/** As little of a context as a manager may ask for. */
const CONTEXT = { getValue: () => undefined, setValue: () => CONTEXT, deleteValue: () => CONTEXT };

export function watchManager(manager: object): void {
  const tried = manager as ContextManager;
  void tried.with(CONTEXT, async () => {
    await undefined;
    record({ fact: 'awaited', manager: manager.constructor.name, isKept: tried.active() === CONTEXT });
  });
}
