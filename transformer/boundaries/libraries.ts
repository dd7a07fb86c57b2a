/**
 * Libraries that do their work inside one isolate, where what waits runs in the context of whatever
 * came before it.
 * https://github.com/sindresorhus/p-queue#api
 * https://github.com/SGrondin/bottleneck#docs
 * https://github.com/mcollina/fastq#api
 * https://caolan.github.io/async/v3/docs.html#queue
 * https://github.com/graphql/dataloader#batching
 * https://node-postgres.com/apis/client, https://node-postgres.com/apis/pool
 * https://github.com/mysqljs/mysql#performing-queries
 * https://sidorares.github.io/node-mysql2/docs
 * https://github.com/redis/node-redis/tree/v3.1.2#api (from version 4 on it returns promises)
 */
import type { Boundary, End, HandOver } from './vocabulary.js';

const FASTQ = ['fastq#fastq.queue', 'fastq#fastq.queueAsPromised'];
const ASYNC = ['async#QueueObject', 'async#AsyncPriorityQueue'];

/** The usual ones. https://redis.io/docs/latest/commands/ */
const REDIS_COMMANDS = [
  'auth', 'blpop', 'brpop', 'decr', 'del', 'eval', 'evalsha', 'exec', 'exists', 'expire', 'get', 'getset', 'hdel', 'hexists', 'hget', 'hgetall',
  'hincrby', 'hkeys', 'hmget', 'hmset', 'hset', 'hsetnx', 'hvals', 'incr', 'incrby', 'keys', 'llen', 'lpop', 'lpush', 'lrange', 'lrem', 'mget',
  'mset', 'ping', 'pttl', 'publish', 'quit', 'rpop', 'rpoplpush', 'rpush', 'sadd', 'scan', 'scard', 'select', 'set', 'setex', 'setnx', 'sismember',
  'smembers', 'srem', 'subscribe', 'ttl', 'unsubscribe', 'zadd', 'zcard', 'zcount', 'zincrby', 'zrange', 'zrangebyscore', 'zrank', 'zrem', 'zscore',
];

const asyncNamed = (name: string): readonly string[] => [`async#${name}`, `async/${name}#default`];

function handedOver(on: readonly string[], member: readonly string[], effect: Omit<HandOver, 'does'>): End {
  return { at: { site: 'member call', on, member }, effect: { does: 'hand over', ...effect } };
}

/** Tasks that are functions. */
export const QUEUED_TASK: Boundary = {
  name: 'task handed over to a queue',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    handedOver(['p-queue#default'], ['add'], { arguments: [0] }),
    handedOver(['p-queue#default'], ['addAll'], { arguments: [0], each: true }),
    handedOver(['bottleneck#Bottleneck', 'bottleneck#default'], ['schedule'], { arguments: ['first'] }),
    handedOver(['bottleneck#Bottleneck', 'bottleneck#default'], ['submit'], { arguments: ['first', 'last'] }),
    {
      at: { site: 'member call', on: ['bottleneck#Bottleneck', 'bottleneck#default'], member: ['wrap'] },
      effect: { does: 'hand over calls', by: 'schedule', configured: 'withOptions' },
    },
  ],
};

/** Tasks that one function processes, which the queue is made with. */
export const TASK_OF_A_QUEUE: Boundary = {
  name: 'task of a queue',
  carries: 'none',
  relation: 'link',
  trust: 'process',
  ends: [
    {
      at: { site: 'function call', of: ['fastq#fastq', 'fastq#default', 'fastq#fastq.promise', 'fastq#promise'] },
      effect: { does: 'process tasks', queue: 'of values' },
    },
    {
      at: { site: 'function call', of: ['queue', 'priorityQueue', 'cargo', 'cargoQueue'].flatMap(asyncNamed) },
      effect: { does: 'process tasks', queue: 'of items' },
    },
    {
      at: { site: 'member call', on: [...FASTQ, ...ASYNC], member: ['push', 'unshift', 'pushAsync', 'unshiftAsync'] },
      effect: { does: 'enter span' },
    },
  ],
};

export const BATCHED: Boundary = {
  name: 'batch of a loader',
  carries: 'none',
  relation: 'link',
  trust: 'process',
  ends: [{ at: { site: 'construction', of: ['dataloader#DataLoader', 'dataloader#default'] }, effect: { does: 'process batch' } }],
};

/** Clients whose connection calls back in the context of who opened it. */
export const DATABASE_CALLBACK: Boundary = {
  name: 'database callback',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    handedOver(['pg#ClientBase', 'pg#Client', 'pg#PoolClient', 'pg#Pool'], ['query'], { arguments: ['last'], from: 1 }),
    handedOver(['pg#ClientBase', 'pg#Client', 'pg#Pool'], ['connect', 'end'], { arguments: [0] }),
    ...['mysql', 'mysql2'].flatMap((module) => {
      const named = (...names: readonly string[]): readonly string[] => names.map((name) => `${module}#${name}`);
      return [
        handedOver(named('Connection', 'PoolConnection', 'Pool', 'PoolNamespace'), ['query', 'execute'], { arguments: ['last'], from: 1 }),
        handedOver(named('Connection', 'PoolConnection', 'Pool'), ['connect', 'end', 'beginTransaction', 'commit', 'rollback', 'ping', 'changeUser'], { arguments: ['last'] }),
        handedOver(named('Pool', 'PoolNamespace', 'PoolCluster'), ['getConnection'], { arguments: ['last'] }),
      ];
    }),
    handedOver(['redis#RedisClient', 'redis#Multi'], REDIS_COMMANDS, { arguments: ['last'] }),
  ],
};
