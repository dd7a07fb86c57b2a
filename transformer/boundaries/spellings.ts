/**
 * Other names of what the rows name: as the declarations of other versions have them, as the default
 * export is called by a checker and by who sees the import alone, in packages that took another's place.
 */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['Writable', 'Duplex', 'Transform', 'PassThrough', 'pipeline', 'finished'].map((name) => [`stream#${name}`, [`stream#Stream.${name}`, `stream#internal.${name}`]]),
  ),
  'worker_threads#LockManager': ['#LockManager'],
  'bluebird#Bluebird': ['bluebird#default'],
  'p-queue#PQueue': ['p-queue#default'],
  'bottleneck#Bottleneck': ['bottleneck#default'],
  'fastq#fastq': ['fastq#default'],
  'fastq#fastq.promise': ['fastq#promise'],
  ...Object.fromEntries(['queue', 'priorityQueue', 'cargo', 'cargoQueue'].map((name) => [`async#${name}`, [`async/${name}#default`]])),
  'dataloader#DataLoader': ['dataloader#default'],
  ...Object.fromEntries(['Connection', 'PoolConnection', 'Pool', 'PoolNamespace', 'PoolCluster'].map((name) => [`mysql#${name}`, [`mysql2#${name}`]])),
};

/** All names of what is named. */
export const spellingsOf = (names: readonly string[]): readonly string[] => names.flatMap((name) => [name, ...(SPELLINGS[name] ?? [])]);
