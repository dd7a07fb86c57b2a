/** The parts of the generated modules that cross a boundary, one kind after the other. */

/** @typedef {{ imports: string, code: string }} Crossing */

/** @type {readonly ((i: number) => Crossing)[]} */
const KINDS = [client, worker, channel, spanByHand];

/**
 * @param {number} index
 * @returns {Crossing}
 */
export function boundary(index) {
  return KINDS[index % KINDS.length](index);
}

/**
 * Whose worker is the module after it.
 *
 * @param {number} i
 */
function client(i) {
  return {
    imports: "import { Worker } from 'node:worker_threads';\n",
    code: `
export class Client${i} {
  readonly #worker = new Worker(new URL('./module-${i + 1}.js', import.meta.url), { workerData: { rounds: ${i} } });
  readonly #pending = new Map<string, (value: number) => void>();

  constructor() {
    this.#worker.on('message', ({ id, value }: { id: string; value: number }) => {
      this.#pending.get(id)?.(value);
      this.#pending.delete(id);
    });
    this.#worker.once('exit', (code) => console.log(code));
  }

  ask(row: Entity${i}): Promise<number> {
    return new Promise((resolve) => {
      this.#pending.set(row.id, resolve);
      this.#worker.postMessage({ id: row.id, amount: row.amount.value, tags: row.tags });
    });
  }

  tell(rows: readonly Entity${i}[]): void {
    for (const row of rows) this.#worker.postMessage(row);
  }
}
`,
  };
}

/** @param {number} i */
function worker(i) {
  return {
    imports: "import { parentPort, workerData } from 'node:worker_threads';\n",
    code: `
const { rounds } = workerData as { rounds: number };

parentPort?.on('message', ({ id, amount }: { id: string; amount: number }) => {
  let value = amount;
  for (let round = 0; round < rounds; round++) value = (value * 31) % 65_521;
  parentPort?.postMessage({ id, value });
});
`,
  };
}

/** @param {number} i */
function channel(i) {
  return {
    imports: "import { once } from 'node:events';\nimport { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';\n",
    code: `
export function hand${i}(to: MessagePort, row: Entity${i}): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (reply: Entity${i}) => console.log(reply.name));
  to.postMessage({ row, port: port2 }, [port2]);
  return port1;
}

export async function first${i}(port: MessagePort): Promise<Entity${i}> {
  const [row] = (await once(port, 'message')) as [Entity${i}];
  return row;
}

export function drain${i}(port: MessagePort): Entity${i}[] {
  const rows: Entity${i}[] = [];
  let received;
  while ((received = receiveMessageOnPort(port))) rows.push(received.message as Entity${i});
  return rows;
}
`,
  };
}

/** @param {number} i */
function spanByHand(i) {
  return {
    imports: "import { trace } from '@opentelemetry/api';\n",
    code: `
const tracer = trace.getTracer('module-${i}');

async function audit${i}(row: Entity${i}): Promise<void> {
  await Promise.resolve(row.id);
}

export async function record${i}(rows: readonly Entity${i}[]): Promise<void> {
  const span = tracer.startSpan('record', { attributes: { rows: rows.length } });
  for (const row of rows) void audit${i}(row);
  await Promise.all(rows.map((row) => audit${i}(row)));
  setTimeout(() => console.log(rows.length), ${i});
  span.end();
}
`,
  };
}
