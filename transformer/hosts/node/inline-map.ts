/** The source map of a file that is transformed as it is loaded, at the end of its text, where Node, tsx and debuggers look for it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { composeMaps, type SourceMapJson } from '../../compose-maps.js';
import type { TransformedText } from '../../text-transform.js';

/** Node takes the last. */
const COMMENT = /\/[*/][#@]\s+sourceMappingURL=(\S+)/g;

/** @param url Of the module. A map that its text names already is composed with ours, so that places lead to what the module was compiled from. */
export function withInlineMap({ code, map }: TransformedText, url: string): string {
  const earlier = earlierMap(code, url);
  const whole = earlier ? composeMaps(map, earlier) : { ...map, sources: [pathToFileURL(fileURLToPath(url)).href] };
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(whole)).toString('base64')}`;
}

/** What cannot be read is as good as not there, as it is for Node. */
function earlierMap(code: string, url: string): SourceMapJson | undefined {
  const named = [...code.matchAll(COMMENT)].at(-1)?.[1];
  if (named === undefined) return undefined;
  try {
    const place = new URL(named, url);
    const map = JSON.parse(place.protocol === 'data:' ? textOfData(named) : readFileSync(place, 'utf8')) as SourceMapJson;
    const base = place.protocol === 'data:' ? url : place.href;
    const root = map.sourceRoot ? new URL(map.sourceRoot.replace(/\/?$/, '/'), base).href : base;
    return { ...map, sourceRoot: '', sources: map.sources.map((source) => source && new URL(source, root).href) };
  } catch {
    return undefined;
  }
}

function textOfData(url: string): string {
  const comma = url.indexOf(',');
  const content = url.slice(comma + 1);
  return /;base64$/.test(url.slice(0, comma)) ? Buffer.from(content, 'base64').toString() : decodeURIComponent(content);
}
