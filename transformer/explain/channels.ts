/** Which channel an end is an end of: by the modules that are started at one side of it. */
import type { Found } from '../plan/rewrite.js';
import { createTree } from '../plan/tree.js';
import type { Session } from '../session.js';
import type { Loose, SourceFile } from '../syntax.js';
import { ROLES } from './roles.js';

export interface Channel {
  /** Which side of it the other end is, seen from here. */
  readonly other: 'started' | 'starter' | 'here' | 'unknown';
  /** The started modules whose channel it may be. */
  readonly entries: readonly string[];
  /** The other end is known to be none of the program's. */
  readonly isForeign: boolean;
}

const UNKNOWN: Channel = { other: 'unknown', entries: [], isForeign: false };

export function channelOf({ kinds, channelsOf }: Session, sourceFile: SourceFile, { node, does, boundary }: Found): Channel {
  const channels = channelsOf(sourceFile);
  if (boundary.carries === 'none') return { ...UNKNOWN, other: 'here' };
  if (!channels) return UNKNOWN;
  if (does === 'attach started') return { ...UNKNOWN, other: 'starter', entries: [sourceFile.fileName] };
  if (does === 'receive task') return { ...UNKNOWN, other: 'starter', entries: channels.startedWith };
  const isStart = ROLES[does] === 'starts';
  const at = isStart ? (node as Loose) : receiverOf(node as Loose);
  if (!at) return UNKNOWN;
  const { peer, is, entries } = channels.otherEndOf(at, isStart);
  return { other: is, entries, isForeign: peer === 'foreign' };

  /** The channel's own end: what a member is called on or assigned to, or what a function is given. */
  function receiverOf(found: Loose): Loose | undefined {
    const tree = createTree(kinds, sourceFile);
    const inner = tree.unwrap(found);
    if (inner.kind === kinds.BinaryExpression) return tree.member(tree.unwrap(inner.left as Loose))?.receiver;
    if (inner.kind !== kinds.CallExpression) return undefined;
    const member = does === 'pull' ? undefined : tree.member(tree.unwrap(inner.expression as Loose));
    return member?.receiver ?? (does === 'pull' ? (inner.arguments[0] as Loose | undefined) : undefined);
  }
}
