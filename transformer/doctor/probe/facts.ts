/** What the probe writes of an execution unit: a line of JSON for each fact. */

export type Kind = 'trace' | 'context' | 'propagation';

/** A place in the code that ran. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A copy of `@opentelemetry/api`; a bundle that holds one has no version that could be read. */
export interface Copy {
  readonly folder: string;
  readonly version: string | undefined;
}

/** What became of the spans of a processor until now. */
export interface Spans {
  readonly processor: string;
  readonly ended: number;
  readonly exported: number;
  /** Found no place in the queue. */
  readonly dropped: number;
  /** Were handed to the exporter, which could not send them. */
  readonly failed: number;
  /** What it said of that. */
  readonly error?: string;
  /** How many spans the queue holds, where there is one. */
  readonly queue?: number;
}

export type Fact =
  | { readonly fact: 'start'; readonly isThread: boolean; readonly command: readonly string[] }
  | { readonly fact: 'copy'; readonly copy: Copy; readonly by: Place | undefined }
  /** A span that a tracer started although no provider was registered. */
  | { readonly fact: 'early span'; readonly by: Place | undefined }
  /** A tracer that was taken although no provider was registered. */
  | { readonly fact: 'early tracer'; readonly copy: Copy; readonly by: Place | undefined }
  | { readonly fact: 'registered'; readonly kind: Kind; readonly copy: Copy | undefined }
  /** Something of the kind was registered already, or by another version of the API. */
  | { readonly fact: 'refused'; readonly kind: Kind; readonly copy: Copy; readonly by: Place | undefined }
  | { readonly fact: 'awaited'; readonly manager: string; readonly isKept: boolean }
  | { readonly fact: 'propagator'; readonly name: string; readonly fields: readonly string[] }
  /** An instrumentation was made after what it instruments had been loaded. */
  | { readonly fact: 'loaded earlier'; readonly instrumentation: string; readonly module: string }
  /** The first span that a sampler kept, and the first that it dropped. */
  | { readonly fact: 'sampled'; readonly sampler: string; readonly isKept: boolean }
  | { readonly fact: 'spans'; readonly index: number; readonly spans: Spans }
  | { readonly fact: 'end'; readonly usesRuntime: boolean };

/** A line: the fact, and where it was found. */
export type Line = Fact & { readonly unit: string };
