/** Everything that `explain` shows, as data: each end of a boundary with its code, and what it leads to. */
import { lineStarts } from '../lines.js';
import type { Analysis } from '../project/analyse.js';
import { entriesOf, type ReportEntry } from '../report/report.js';
import { shownFile } from '../shown.js';
import { channelOf, type Channel } from './channels.js';
import { ROLES, type Role } from './roles.js';
import { reachOf, travelling } from './words.js';

export interface Site extends ReportEntry {
  /** From 0; by this, connections name it. */
  readonly id: number;
  readonly role: Role;
  /** Whether its file is one of those that were asked for. */
  readonly isAsked: boolean;
  /** Its first line, as it stands. */
  readonly text: string;
  /** How the context travels, and how much of it, in words; left out where it does not. */
  readonly travels?: string;
  /** How far, and what it is to the work done there, in words; left out where nothing is sent. */
  readonly reaches?: string;
}

/** From an end that sends, or starts something. */
export interface Connection {
  readonly from: number;
  /** The end that receives; left out where none of this program's is known to. */
  readonly to?: number;
  /** Where no end is known: a module of this program, as it is shown, or in words who is there. */
  readonly module?: string;
  readonly outside?: string;
  /** Whether it is known to lead there, or is only one of those that it may lead to. */
  readonly isCertain: boolean;
  readonly isCarried: boolean;
}

export interface Explanation {
  readonly configFiles: readonly string[];
  readonly typescript: string;
  /** Whether a tsconfig lists the plugin; without it, all this is what would be done. */
  readonly isListed: boolean;
  readonly sites: readonly Site[];
  readonly connections: readonly Connection[];
}

interface Placed {
  readonly site: Site;
  readonly fileName: string;
  /** What it starts may be any program. */
  readonly isProgram: boolean;
  readonly channel: Channel;
}

export function explained(analyses: readonly Analysis[]): Explanation {
  const sites: Site[] = [];
  const connections: Connection[] = [];
  for (const analysis of analyses) {
    const placed = placedOf(analysis, sites.length);
    sites.push(...placed.map(({ site }) => site));
    connections.push(...connectionsOf(placed));
  }
  const [first] = analyses;
  return {
    configFiles: analyses.map(({ configFile }) => shownFile(configFile)),
    typescript: first?.typescript ?? '',
    isListed: analyses.some(({ isListed }) => isListed),
    sites,
    connections,
  };
}

function placedOf({ project, files, isAsked, options }: Analysis, firstId: number): readonly Placed[] {
  let id = firstId;
  const inOrder = [...files].sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  return inOrder.flatMap(({ sourceFile, fileName, found }) => {
    const starts = lineStarts(sourceFile.text);
    const textAt = (line: number): string => sourceFile.text.slice(starts[line - 1], starts[line] ?? sourceFile.text.length).trimEnd();
    return entriesOf(sourceFile, found, shownFile).map(({ entry, found: each }): Placed => {
      const [travels, reaches] = [travelling(each, options), reachOf(each)];
      return {
        site: { id: id++, ...entry, role: ROLES[each.does], isAsked: isAsked(fileName), text: textAt(entry.line), ...(travels !== undefined && { travels }), ...(reaches !== undefined && { reaches }) },
        fileName,
        isProgram: each.does === 'start process',
        channel: channelOf(project.session, sourceFile, each),
      };
    });
  });
}

const meet = (a: readonly string[], b: readonly string[]): boolean => a.some((each) => b.includes(each));

function connectionsOf(placed: readonly Placed[]): readonly Connection[] {
  const receivers = placed.filter(({ site }) => site.role === 'receives');
  return placed.flatMap(({ site, fileName, isProgram, channel }): readonly Connection[] => {
    if (site.role !== 'sends' && site.role !== 'starts') return [];
    const base = { from: site.id, isCarried: site.outcome === 'carried' };
    if (channel.isForeign) return [{ ...base, outside: `a ${isProgram ? 'program' : 'file'} outside of this project`, isCertain: true }];
    const alike = receivers.filter((each) => each.site.boundary === site.boundary);
    const reached = alike.filter((each) => leadsTo(channel, fileName, each));
    if (reached.length) return reached.map((each) => ({ ...base, to: each.site.id, isCertain: channel.other !== 'unknown' }));
    const modules = channel.other === 'started' ? channel.entries : [];
    if (modules.length) return modules.map((module) => ({ ...base, module: shownFile(module), isCertain: true }));
    return [{ ...base, outside: OUTSIDE[channel.other], isCertain: false }];
  });
}

/** Who is there where nobody of the program is known to be. */
const OUTSIDE: Readonly<Record<Channel['other'], string>> = {
  started: 'a module that is named at run time',
  starter: 'whoever started this module',
  here: 'nobody in this file',
  unknown: 'a receiver that is not known',
};

function leadsTo({ other, entries }: Channel, fileName: string, receiver: Placed): boolean {
  const { channel } = receiver;
  if (other === 'here') return channel.other === 'here' && receiver.fileName === fileName;
  if (other === 'unknown') return channel.other === 'unknown';
  return channel.other === (other === 'started' ? 'starter' : 'started') && meet(entries, channel.entries);
}

/** What stands at the other side of an end. */
export interface OtherSide {
  readonly isCertain: boolean;
  /** An end of the program; left out where none is known. */
  readonly site?: Site;
  /** Who is there instead. */
  readonly instead: string;
}

/** Of an end that receives, the ends that it receives from; of others, what they lead to. */
export function otherSides({ id, role }: Site, { sites, connections }: Explanation): readonly OtherSide[] {
  const isReceiver = role === 'receives';
  return connections
    .filter(({ from, to }) => (isReceiver ? to : from) === id)
    .map(({ from, to, module, outside, isCertain }) => {
      const site = sites[isReceiver ? from : (to ?? -1)];
      return { isCertain, instead: module ?? outside ?? '', ...(site && { site }) };
    });
}

/** As it is drawn before what stands at the other side. */
export const arrowOf = ({ role }: Site): string => (role === 'receives' ? '←' : '→');
