/**
 * A first look at a file's text, before its tree: which names may be those of queues. The patterns
 * start with what is rare, and look back for the name, because every file is looked at.
 */

const FILLED = /\.\s*(?:push|unshift|splice|set|add)\s*\((?<=([#$\w]+)\s*[?!]*\.\s*\w+\s*\()/g;
const DRAINED = /\.\s*(?:shift|pop|splice|delete|clear)\s*\((?<=([#$\w]+)\s*[?!]*\.\s*\w+\s*\()/g;
const SHORTENED = /\.\s*length\s*=[^=](?<=([#$\w]+)\s*\.\s*length\s*=.)/g;
/** Of a field, or at the start of a statement, where no declaration's keyword stands before it. */
const REPLACED = /=\s*(?:\[|null\b|undefined\b|new\s+(?:Map|Set|Array)\b)(?<=(?:this\s*\.\s*|[;{}\n]\s*)([#$\w]+)\s*=\s*(?:\[|\w+|new\s+\w+))/g;

function namesIn(text: string, patterns: readonly RegExp[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const pattern of patterns) for (const [, name] of text.matchAll(pattern)) if (name !== undefined) names.add(name);
  return names;
}

/** The names of what is filled and drained; most files have none. */
export function queueNames(text: string): ReadonlySet<string> {
  const drained = namesIn(text, [DRAINED, SHORTENED, REPLACED]);
  return drained.size ? new Set([...namesIn(text, [FILLED])].filter((name) => drained.has(name))) : drained;
}
