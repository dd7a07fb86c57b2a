import { describeScenario } from './scenario.js';

describeScenario('what is sent', 'payloads.mjs');
describeScenario('propagators', 'propagators.mjs');
describeScenario('without an SDK', 'no-sdk.mjs');
