/** What a program showed as it ran: the facts of its execution units, read back. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Copy, Fact, Kind, Line, Place, Spans } from '../probe/facts.js';
import { shownFile } from '../../shown.js';

/** A thread, or a process by its main thread. */
export interface Unit {
  /** As a finding names it. */
  readonly name: string;
  readonly isThread: boolean;
  readonly copies: readonly { readonly copy: Copy; readonly by: Place | undefined }[];
  /** What was registered, by which copy of the API. */
  readonly registered: ReadonlyMap<Kind, Copy | undefined>;
  readonly refused: readonly Extract<Fact, { fact: 'refused' }>[];
  readonly earlySpan: Extract<Fact, { fact: 'early span' }> | undefined;
  readonly earlyTracers: readonly Extract<Fact, { fact: 'early tracer' }>[];
  readonly awaited: readonly Extract<Fact, { fact: 'awaited' }>[];
  readonly propagator: Extract<Fact, { fact: 'propagator' }> | undefined;
  readonly loadedEarlier: readonly Extract<Fact, { fact: 'loaded earlier' }>[];
  readonly sampled: readonly Extract<Fact, { fact: 'sampled' }>[];
  /** Of each processor, what became of its spans in the end. */
  readonly spans: readonly Spans[];
  /** Absent where it was ended by force. */
  readonly end: Extract<Fact, { fact: 'end' }> | undefined;
}

export interface RunEvidence {
  readonly units: readonly Unit[];
  /** Whether the program was ended from outside. */
  readonly isStopped: boolean;
}

/** @param factsFile Where the probe has written. */
export function readRun(factsFile: string, isStopped: boolean): RunEvidence {
  const facts = new Map<string, Fact[]>();
  for (const text of readFileSync(factsFile, 'utf8').split('\n')) {
    const line = lineOf(text);
    if (!line) continue;
    const { unit, ...fact } = line;
    const known = facts.get(unit);
    if (known) known.push(fact);
    else facts.set(unit, [fact]);
  }
  // Which of them wrote first is chance.
  const units = [...facts.values()].map(unitOf).sort((a, b) => Number(a.isThread) - Number(b.isThread) || (a.name < b.name ? -1 : Number(a.name > b.name)));
  return { units, isStopped };
}

/** A unit that is ended by force may leave half of one. */
function lineOf(text: string): Line | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as Line);
  } catch {
    return undefined;
  }
}

function unitOf(facts: readonly Fact[]): Unit {
  const all = <Name extends Fact['fact']>(name: Name): readonly Extract<Fact, { fact: Name }>[] => facts.filter((fact): fact is Extract<Fact, { fact: Name }> => fact.fact === name);
  const [start] = all('start');
  return {
    name: nameOf(start),
    isThread: start?.isThread ?? false,
    copies: all('copy'),
    registered: new Map(all('registered').map(({ kind, copy }) => [kind, copy])),
    refused: all('refused'),
    earlySpan: all('early span')[0],
    earlyTracers: all('early tracer'),
    awaited: all('awaited'),
    propagator: all('propagator').at(-1),
    loadedEarlier: all('loaded earlier'),
    sampled: all('sampled'),
    spans: [...new Map(all('spans').map(({ index, spans }) => [index, spans])).values()],
    end: all('end')[0],
  };
}

function nameOf(start: Extract<Fact, { fact: 'start' }> | undefined): string {
  const [file, ...args] = start?.command ?? [];
  const shown = file === undefined ? basename(process.execPath) : /[\\/]/.test(file) ? shownFile(file) : file;
  return start?.isThread ? `the worker ${shown}` : `the process ${[shown, ...args].join(' ')}`;
}

/** The place as the code that ran has it. */
export const shownAt = (place: Place | undefined): string => (place ? `${shownFile(place.file)}(${place.line},${place.column})` : 'a bundle');

export const shownCopy = ({ folder, version }: Copy): string => (version === undefined ? `one in the bundle ${shownFile(folder)}` : `${version} in ${shownFile(folder)}`);
