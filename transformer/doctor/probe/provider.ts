/** What a tracer provider samples, and what its processors do with the spans. */
import { record } from './record.js';
import { watchProcessor, type Processor } from './spans.js';

interface Sampler {
  shouldSample(...args: unknown[]): { readonly decision: number };
  toString(): string;
}

/** What providers of the SDK's versions 1 to 3 keep where; none of it is told in their types. */
interface Provider {
  readonly _tracerOptions?: { readonly sampler?: Sampler };
  readonly _config?: { readonly sampler?: Sampler };
  readonly _activeSpanProcessor?: Composite;
  readonly activeSpanProcessor?: Composite;
}

interface Composite extends Processor {
  readonly _spanProcessors?: readonly Composite[];
}

const RECORDED_AND_SAMPLED = 2;

export function watchProvider(provider: object): void {
  const { _tracerOptions, _config, _activeSpanProcessor, activeSpanProcessor } = provider as Provider;
  const sampler = _tracerOptions?.sampler ?? _config?.sampler;
  if (sampler) watchSampler(sampler);
  for (const processor of leaves(_activeSpanProcessor ?? activeSpanProcessor)) watchProcessor(processor);
}

const leaves = (processor: Composite | undefined): readonly Processor[] => processor?._spanProcessors?.flatMap(leaves) ?? (processor ? [processor] : []);

/** One of each sort tells all that is asked. */
function watchSampler(sampler: Sampler): void {
  const { shouldSample } = sampler;
  const seen = new Set<boolean>();
  sampler.shouldSample = function (...args) {
    const result = shouldSample.apply(this, args);
    const isKept = result.decision === RECORDED_AND_SAMPLED;
    if (!seen.has(isKept)) record({ fact: 'sampled', sampler: sampler.toString(), isKept });
    seen.add(isKept);
    return result;
  };
}
