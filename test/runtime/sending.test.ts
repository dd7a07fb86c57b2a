import { describeScenario } from './scenario.js';

describeScenario('what is sent', 'payloads.mjs');
describeScenario('propagators', 'propagators.mjs');
describeScenario('without an SDK', 'no-sdk.mjs');
for (const serialization of ['json', 'advanced']) {
  describeScenario(`what is sent between processes, ${serialization}`, 'process-payloads.mjs', { env: { SERIALIZATION: serialization } });
}
