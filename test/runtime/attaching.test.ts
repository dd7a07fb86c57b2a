import { describeScenario } from './scenario.js';

describeScenario('blocks that pull their messages', 'scopes.mjs');
describeScenario('the start-up of a worker', 'start.mjs');
describeScenario('work of the same thread', 'bind.mjs');
describeScenario('listeners and what they listen to', 'listen.mjs');
describeScenario('jobs of a durable queue', 'jobs.mjs');
