/** The data of `explain --json`. */
import type { Connection, Explanation, Site } from './sites.js';

export interface ExplanationData {
  readonly version: 1;
  readonly configFiles: readonly string[];
  readonly typescript: string;
  readonly isListed: boolean;
  /** Each end of a boundary; `leadsTo` what receives what is sent there. */
  readonly boundaries: readonly (Omit<Site, 'isAsked'> & { readonly leadsTo: readonly Omit<Connection, 'from' | 'isCarried'>[] })[];
}

/** @param sites Those that are shown. `to` of a connection is an `id`, which may be that of one that is not shown. */
export function jsonOf({ configFiles, typescript, isListed, connections }: Explanation, sites: readonly Site[]): ExplanationData {
  return {
    version: 1,
    configFiles,
    typescript,
    isListed,
    boundaries: sites.map(({ isAsked: _, ...site }) => ({
      ...site,
      leadsTo: connections.filter(({ from }) => from === site.id).map(({ from: _from, isCarried: _isCarried, ...each }) => each),
    })),
  };
}
