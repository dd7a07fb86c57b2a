/** Lines of a text, from 0. */

export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The line in which a place is. */
export function lineAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Both from 1, as they are shown. */
export function placeAt(starts: readonly number[], at: number): Place {
  const line = lineAt(starts, at);
  return { line: line + 1, column: at - (starts[line] ?? 0) + 1 };
}

/** A piece of a text, as it is shown: numbers from 1, in UTF-16 units. */
export interface Region extends Place {
  /** Behind its last character. */
  readonly endLine: number;
  readonly endColumn: number;
}
