import { join } from 'node:path';
import { describeScenario } from './runtime/scenario.js';

const folder = join(__dirname, 'runtime/scenarios/attacks');

for (const setup of ['the SDK', 'no propagator', 'another propagator', 'no context manager', 'a simple context manager', 'no SDK']) {
  describeScenario(`hostile messages, ${setup}`, 'table.mjs', { folder, env: { SETUP: setup } });
}
describeScenario('hostile messages of a generator', 'random.mjs', { folder });
describeScenario('from hop to hop', 'hops.mjs', { folder });
describeScenario('a polluted prototype', 'polluted.mjs', { folder });
