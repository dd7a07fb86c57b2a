/** A Redis of the tests' own: started for one file of tests, on a free port, keeping nothing. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Service } from './fixture-suite.js';

const PROGRAM = 'redis-server';
/** One for each run of a program, so that no run finds what another one left. */
const DATABASES = 9_999;

const isInstalled = (): boolean => (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, PROGRAM)));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @throws Where nothing listens within ten seconds. */
async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isThere) return;
    await wait(50);
  }
  throw new Error(`${PROGRAM} does not listen on port ${port}.`);
}

/** Tell fixtures by REDIS_URL where a Redis is. */
export function redis(): Service {
  let server: ChildProcess | undefined;
  let port = 0;
  let database = 0;
  return {
    missing: isInstalled() ? undefined : `there is no ${PROGRAM} on the PATH; install it, e.g. \`apt-get install -y ${PROGRAM}\``,
    isRequired: process.env['OTEL_BATON_REQUIRE']?.split(',').includes('redis') ?? false,
    async start() {
      port = await freePort();
      server = spawn(PROGRAM, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--databases', String(DATABASES)], { stdio: 'ignore' });
      // Whatever ends the tests ends it, too.
      process.once('exit', () => server?.kill());
      await listening(port);
    },
    stop: () => void server?.kill(),
    env: () => ({ REDIS_URL: `redis://127.0.0.1:${port}/${database++ % DATABASES}` }),
  };
}
