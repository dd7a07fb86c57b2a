/** All boundaries of a program: the known ones, as the user changes them, and the user's own. */
import { isAbsolute, resolve } from 'node:path';
import { BOUNDARIES } from './boundaries/index.js';
import { changed, ownBoundary, type OwnBoundary } from './boundaries/own.js';
import { findTags, mayHaveTags } from './boundaries/tags.js';
import type { Boundary } from './boundaries/vocabulary.js';
import type { Options } from './options.js';
import { baseOf, ownFiles } from './program-files.js';
import type { Program } from './resolve/checker/host.js';
import { shownPlace } from './shown.js';
import type { Kinds, SourceFile } from './syntax.js';

export interface OwnRows {
  readonly boundaries: readonly Boundary[];
  /** Those that the user has added, with the name they were told by in the options, or the tag. */
  readonly added: readonly { readonly boundary: Boundary; readonly place: string; readonly tag?: Tag }[];
  /** Tags that say nothing. */
  readonly faults: readonly (Tag & { readonly message: string })[];
}

/** Where a tag stands. */
export interface Tag {
  readonly file: SourceFile;
  /** Offset in the file's text. */
  readonly at: number;
}

/** As a build prints it. */
export const faultLine = ({ file, at, message }: OwnRows['faults'][number]): string => `BATON2005: ${shownPlace(file, at)}: ${message}`;

const withoutExtension = (file: string): string => file.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
const placeOf = ({ call, new: type, queue }: OwnBoundary): string | undefined => call ?? type ?? queue;

/** What the options tell of boundaries: those that they add, and the known ones as they change them. */
export function optionRows({ boundaries: entries }: Options, spelled: (place: string) => string = (place) => place): { readonly added: OwnRows['added']; readonly known: readonly Boundary[] } {
  const added = entries.flatMap((entry) => {
    const place = placeOf(entry);
    return place === undefined || (entry.use === false && entry.queue === undefined) ? [] : [{ boundary: ownBoundary(entry, spelled(place)), place }];
  });
  const changes = entries.filter((entry) => placeOf(entry) === undefined);
  const known = BOUNDARIES.flatMap((boundary) =>
    changes.filter(({ name }) => name === boundary.name).reduce<Boundary | undefined>((each, change) => each && changed(each, change), boundary) ?? [],
  );
  return { added, known };
}

export function ownRows(kinds: Kinds, program: Program | undefined, options: Options): OwnRows {
  const base = program ? baseOf(program) : process.cwd();
  const own = program ? ownFiles(program) : [];
  const byPath = new Map(own.map((file) => [withoutExtension(file.fileName), file.fileName]));

  /** As the resolver spells it: a file of the program by its whole path. */
  function spelled(place: string): string {
    const at = place.indexOf('#');
    const module = place.slice(0, at);
    if (!module.startsWith('.') && !isAbsolute(module)) return place;
    const path = withoutExtension(resolve(base, module).replaceAll('\\', '/'));
    return `${byPath.get(path) ?? byPath.get(`${path}/index`) ?? path}${place.slice(at)}`;
  }

  const faults: OwnRows['faults'][number][] = [];
  const told = optionRows(options, spelled);
  const added = [...told.added];
  for (const file of own as unknown as readonly SourceFile[]) {
    if (!mayHaveTags(file)) continue;
    for (const tag of findTags(kinds, file, file.fileName)) {
      const at = tag.node.getStart(file);
      if ('fault' in tag) faults.push({ file, at, message: `the tag @otelBoundary ${tag.fault}` });
      else added.push({ boundary: ownBoundary(tag.own, placeOf(tag.own) as string), place: shownPlace(file, at), tag: { file, at } });
    }
  }
  // The user's own come first, so that they win.
  return { boundaries: [...added.map(({ boundary }) => boundary), ...told.known], added, faults };
}
