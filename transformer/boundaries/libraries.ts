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
import { handedOver } from './handed-over.js';
import type { Boundary } from './vocabulary.js';

const BOTTLENECK = ['bottleneck#Bottleneck'];
const FASTQ = ['fastq#fastq.queue', 'fastq#fastq.queueAsPromised'];
const ASYNC = ['async#QueueObject', 'async#AsyncPriorityQueue'];

/** The usual ones. https://redis.io/docs/latest/commands/ */
const REDIS_COMMANDS = [
  'auth', 'blpop', 'brpop', 'decr', 'del', 'eval', 'evalsha', 'exec', 'exists', 'expire', 'get', 'getset', 'hdel', 'hexists', 'hget', 'hgetall',
  'hincrby', 'hkeys', 'hmget', 'hmset', 'hset', 'hsetnx', 'hvals', 'incr', 'incrby', 'keys', 'llen', 'lpop', 'lpush', 'lrange', 'lrem', 'mget',
  'mset', 'ping', 'pttl', 'publish', 'quit', 'rpop', 'rpoplpush', 'rpush', 'sadd', 'scan', 'scard', 'select', 'set', 'setex', 'setnx', 'sismember',
  'smembers', 'srem', 'subscribe', 'ttl', 'unsubscribe', 'zadd', 'zcard', 'zcount', 'zincrby', 'zrange', 'zrangebyscore', 'zrank', 'zrem', 'zscore',
];

const mysql = (...names: readonly string[]): readonly string[] => names.map((name) => `mysql#${name}`);

/** Tasks that are functions. */
export const QUEUED_TASK: Boundary = {
  name: 'task handed over to a queue',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    handedOver(['p-queue#PQueue'], ['add'], { arguments: [0] }),
    handedOver(['p-queue#PQueue'], ['addAll'], { arguments: [0], each: true }),
    handedOver(BOTTLENECK, ['schedule'], { arguments: ['first'] }),
    handedOver(BOTTLENECK, ['submit'], { arguments: ['first', 'last'] }),
    {
      at: { site: 'member call', on: BOTTLENECK, member: ['wrap'] },
      effect: { does: 'hand over calls', by: 'schedule', configured: 'withOptions' },
    },
  ],
};

/** Tasks that one function processes, which the queue is made with. */
export const TASK_OF_A_QUEUE: Boundary = {
  name: 'task of a queue',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    {
      at: { site: 'function call', of: ['fastq#fastq', 'fastq#fastq.promise'] },
      effect: { does: 'process tasks', queue: 'of values' },
    },
    {
      at: { site: 'function call', of: ['async#queue', 'async#priorityQueue'] },
      effect: { does: 'process tasks', queue: 'of items' },
    },
    {
      at: { site: 'member call', on: [...FASTQ, ...ASYNC], member: ['push', 'unshift', 'pushAsync', 'unshiftAsync'] },
      effect: { does: 'enter span' },
    },
  ],
};

/** What several ask for, and is done at once, in the context of the first of them, whose span is linked to the others. */
export const BATCHED: Boundary = {
  name: 'batch of several',
  carries: 'none',
  relation: 'link',
  trust: 'process',
  ends: [
    { at: { site: 'construction', of: ['dataloader#DataLoader'] }, effect: { does: 'process batch' } },
    { at: { site: 'function call', of: ['async#cargo', 'async#cargoQueue'] }, effect: { does: 'process tasks', queue: 'of batches' } },
  ],
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
    handedOver(mysql('Connection', 'PoolConnection', 'Pool', 'PoolNamespace'), ['query', 'execute'], { arguments: ['last'], from: 1 }),
    handedOver(
      mysql('Connection', 'PoolConnection', 'Pool'),
      ['connect', 'end', 'beginTransaction', 'commit', 'rollback', 'ping', 'changeUser'],
      { arguments: ['last'] },
    ),
    handedOver(mysql('Pool', 'PoolNamespace', 'PoolCluster'), ['getConnection'], { arguments: ['last'] }),
    handedOver(['redis#RedisClient', 'redis#Multi'], REDIS_COMMANDS, { arguments: ['last'] }),
  ],
};
