/** Node's `process` itself. A test runner may show its tests another one: jest's has an environment that nobody inherits, and modules that can be mocked. */
import { nodeProcess, type NodeProcess } from '../platform.js';

let found: NodeProcess | undefined;

/** `undefined` where there is no Node. */
export function hostProcess(): NodeProcess | undefined {
  return (found ??= outsideOfTests() ?? nodeProcess);
}

function outsideOfTests(): NodeProcess | undefined {
  try {
    return nodeProcess?.getBuiltinModule?.('vm').runInThisContext('process') as NodeProcess | undefined;
  } catch {
    return undefined;
  }
}
