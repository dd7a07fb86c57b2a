/** Settings of the SDK by which spans are lost. */
import type { Finding, ProjectDiagnosis } from '../diagnosis.js';
import type { ProjectEvidence } from '../evidence/project.js';
import type { Setting } from '../evidence/settings.js';

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
const OFF: Readonly<Record<string, RegExp>> = { OTEL_SDK_DISABLED: /^true$/i, OTEL_TRACES_SAMPLER: /always_off$/, OTEL_TRACES_EXPORTER: /^none$/, OTEL_PROPAGATORS: /^none$/ };
/** Tests and builds are better without. */
const NOT_SERVED = /script ".*(?:test|lint|build|check|coverage)/;

export const SETTINGS: readonly ProjectDiagnosis[] = [
  {
    id: 'switched-off',
    looksAt: 'project',
    says: 'By this setting the SDK makes, exports or hands on nothing.',
    cure: 'Remove it where traces are wanted.',
    find: ({ settings }) => settings.filter(({ name, value, place }) => OFF[name]?.test(value) && !NOT_SERVED.test(place)).map(({ name, value, place }) => ({ found: `${place}: ${name}=${value}` })),
  },
  {
    id: 'queue-below-batch',
    looksAt: 'project',
    says: 'The queue of the batch processor is full before a batch is, so all that ends in a burst beyond it is dropped.',
    cure: 'Make maxQueueSize several times maxExportBatchSize (by default 2048 and 512).',
    find: (project) => [...bySettings(project), ...inSources(project)],
  },
];

const DEFAULT_BATCH = 512;

function bySettings({ settings }: ProjectEvidence): readonly Finding[] {
  const batches = settings.filter(({ name }) => name === 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE');
  const isTooSmall = ({ value, place }: Setting): boolean => Number(value) < Number(batches.find((batch) => sourceOf(batch) === sourceOf({ place }))?.value ?? DEFAULT_BATCH);
  return settings.filter((setting) => setting.name === 'OTEL_BSP_MAX_QUEUE_SIZE' && isTooSmall(setting)).map(({ name, value, place }) => ({ found: `${place}: ${name}=${value}` }));
}

/** The file or the script, without the line. */
const sourceOf = ({ place }: Pick<Setting, 'place'>): string => place.replace(/\(\d+,\d+\)$/, '');

const inSources = ({ queues }: ProjectEvidence): readonly Finding[] => queues.filter(({ size, batch = DEFAULT_BATCH }) => size < batch).map(({ place, size }) => ({ found: `${place}: maxQueueSize: ${size}` }));
