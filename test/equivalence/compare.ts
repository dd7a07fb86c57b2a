/** Where plans differ. */

/** One site as `plans.mjs` tells it. */
export interface Site {
  readonly at: string;
  readonly boundary: string;
  readonly does: string;
  readonly end: string;
  readonly outcome: 'carried' | 'skipped';
  readonly certainty: string;
  readonly form?: string;
  readonly code?: string;
  readonly because?: string;
  readonly edits: readonly { readonly edit: string; readonly helper?: string }[];
}

export type Plans = Readonly<Record<string, readonly Site[]>>;

interface Placed {
  /** What it is: place, boundary and what is done. */
  readonly key: string;
  readonly site: Site;
}

const placed = (plans: Plans): readonly Placed[] =>
  Object.entries(plans).flatMap(([file, sites]) => sites.map((site) => ({ key: `${file}:${site.at} ${site.boundary}: ${site.does} ${site.end}`, site })));

/** Every site that is not the same in both, to the last edit. */
export function differing(one: Plans, other: Plans): readonly string[] {
  const lines = (plans: Plans): readonly (readonly [string, string])[] => placed(plans).map(({ key, site }) => [key, JSON.stringify(site)]);
  const missing = (from: ReturnType<typeof lines>, of: ReturnType<typeof lines>): readonly string[] => {
    const left = of.map(([, text]) => text);
    return from.flatMap(([key, text]) => {
      const at = left.indexOf(text);
      if (at < 0) return [key];
      left.splice(at, 1);
      return [];
    });
  };
  const [first, second] = [lines(one), lines(other)];
  return [...new Set([...missing(first, second), ...missing(second, first)])].sort();
}

/** What the second carries and the first does not. */
export function carriedByTheSecond(first: Plans, second: Plans): readonly string[] {
  const carried = (plans: Plans): readonly string[] => placed(plans).flatMap(({ key, site }) => (site.outcome === 'carried' ? [key] : []));
  const known = new Set(carried(first));
  return [...new Set(carried(second))].filter((key) => !known.has(key)).sort();
}

/** How what both carry is carried otherwise by the second, one word for each kind of difference. */
export function carriedOtherwise(first: Plans, second: Plans): readonly string[] {
  const byKey = new Map(placed(first).map(({ key, site }) => [key, site]));
  const kinds = placed(second).flatMap(({ key, site }) => {
    const known = byKey.get(key);
    if (!known || known.outcome !== 'carried' || site.outcome !== 'carried' || JSON.stringify(known) === JSON.stringify(site)) return [];
    if (known.form !== site.form) return [`form: ${known.form}, by syntax ${site.form}`];
    if (known.certainty !== site.certainty) return [`certainty: ${known.certainty}, by syntax ${site.certainty}`];
    const edits = ({ edits: all }: Site): string => all.map(({ edit, helper = '' }) => `${edit} ${helper}`).join(', ');
    return [edits(known) === edits(site) ? 'arguments or places' : `edits: ${edits(known)}, by syntax ${edits(site)}`];
  });
  return [...new Set(kinds)].sort();
}

/** How many sites are carried. */
export const countCarried = (plans: Plans): number => placed(plans).filter(({ site }) => site.outcome === 'carried').length;
