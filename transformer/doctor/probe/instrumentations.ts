/** Instrumentations that come too late: each patches a package when it is loaded, and not what was loaded before. */
import module from 'node:module';
import { quietly, record } from './record.js';

const INSTRUMENTATION = /[\\/](@opentelemetry[\\/]instrumentation-([^\\/]+))[\\/]/;
const PACKAGE = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](?!.*[\\/]node_modules[\\/])/;

/** Packages that are not called as their instrumentation is. */
const OTHERWISE: Readonly<Record<string, string>> = { 'aws-sdk': '@aws-sdk/client-', hapi: '@hapi/hapi', 'nestjs-core': '@nestjs/core' };

const seen = new Set<string>();

/** @param files On the stack of whatever takes a tracer, as each instrumentation does when it is made. */
export function recordEarlierLoaded(files: readonly string[]): void {
  const [, name = '', suffix = ''] = INSTRUMENTATION.exec(files.find((file) => INSTRUMENTATION.test(file)) ?? '') ?? [];
  if (name === '' || seen.has(name)) return;
  seen.add(name);
  const wanted = OTHERWISE[suffix] ?? suffix;
  const { _cache: cache } = module as unknown as { readonly _cache: Readonly<Record<string, { readonly loaded?: boolean }>> };
  // What an ES module imports is there before it runs.
  const ran = quietly(() => Object.keys(cache).filter((each) => cache[each]?.loaded)) ?? [];
  const loaded = ran.flatMap((each) => PACKAGE.exec(each)?.[1]?.replace('\\', '/') ?? []);
  const early = loaded.find((each) => each === wanted || (wanted.endsWith('-') && each.startsWith(wanted)));
  if (early !== undefined) record({ fact: 'loaded earlier', instrumentation: name.replace('\\', '/'), module: early });
}
