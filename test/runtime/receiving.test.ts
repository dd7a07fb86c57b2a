import { describeScenario } from './scenario.js';

describeScenario('ports that extract', 'ports.mjs');
describeScenario('two copies of the runtime', 'copies.mjs');
describeScenario('memory', 'memory.mjs', { nodeArguments: ['--expose-gc'] });
