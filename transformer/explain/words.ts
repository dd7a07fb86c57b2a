/** How a report's short words are said to people. */
import type { Boundary } from '../boundaries/vocabulary.js';
import { whose } from '../boundaries/whose.js';
import type { Options } from '../options.js';
import type { Form, Found } from '../plan/rewrite.js';
import { ROLES } from './roles.js';

const FORMS: Readonly<Record<Exclude<Form, 'same isolate'>, string>> = {
  envelope: 'in an envelope',
  sidecar: 'as one more property of the payload (sidecar)',
  'as the parent reads': 'in an envelope if the parent is compiled, else as one more property (sidecar)',
  'environment data': 'out of band, as environment data',
  environment: 'in the environment',
  'job options': 'in the job’s options',
};

const TRUST: Readonly<Record<Boundary['trust'], string>> = { process: 'within this process', host: 'to a process of this host', origin: 'to another origin' };

const RELATIONS: Readonly<Record<Boundary['relation'], string>> = { parent: 'as the parent', link: 'as a link' };

/** How far what is sent there goes, and what it is to the work done there; `undefined` where nothing leaves the isolate. */
export const reachOf = ({ does, boundary: { carries, trust, relation } }: Found): string | undefined =>
  carries === 'none' || ROLES[does] === 'receives' ? undefined : `${TRUST[trust]}, ${RELATIONS[relation]}`;

/** How the context travels there, and how much of it; `undefined` where it does not. */
export function travelling(found: Found, { environment, jobs }: Options): string | undefined {
  const { does, form, boundary } = found;
  if (form === undefined) return undefined;
  if (form === 'same isolate') return kept(found);
  if (does === 'attach started') return `the top level runs in the context that started it, read from the ${form}`;
  if (ROLES[does] === 'receives') return 'listeners see the payload as it was sent, in the context of who sent it';
  const limit = { environment, 'job options': jobs, payload: undefined, 'environment data': undefined, none: undefined }[boundary.carries];
  return `${limit === undefined ? 'trace and baggage' : { trace: 'the trace', baggage: 'trace and baggage', off: 'nothing' }[limit]} ${FORMS[form]}`;
}

/** Where both sides share one isolate: nothing travels, but what is done there has its context. */
function kept({ does, boundary }: Found): string {
  const contexts = boundary.ends.flatMap(({ effect }) => (effect.does === does ? (whose(effect) ?? []) : []));
  const told = contexts.map(({ context, isConditional }) => `${context.startsWith('none') ? `no context${context.slice('none'.length)}` : `the context ${context}`}${isConditional ? ', unless it is called from the same trace or that span has ended' : ''}`);
  const runs = does === 'enqueue' ? 'keeps' : does === 'dequeue' ? 'what follows runs in' : 'runs in';
  return `${runs} ${[...new Set(told)].join(', or ')}`;
}
