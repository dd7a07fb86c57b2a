/** How a report's short words are said to people. */
import type { Boundary } from '../boundaries/vocabulary.js';
import type { Options } from '../options.js';
import type { Form, Found } from '../plan/rewrite.js';
import { ROLES } from './roles.js';

const FORMS: Readonly<Record<Form, string>> = {
  envelope: 'in an envelope',
  sidecar: 'as one more property of the payload (sidecar)',
  'as the parent reads': 'in an envelope if the parent is compiled, else as one more property (sidecar)',
  'environment data': 'out of band, as environment data',
  environment: 'in the environment',
  'job options': 'in the job’s options',
  'same isolate': 'without a carrier: both sides share one isolate',
};

const TRUST: Readonly<Record<Boundary['trust'], string>> = { process: 'within this process', host: 'to a process of this host', origin: 'to another origin' };

/** How far what is said there reaches, if it leaves the isolate. */
export const reachOf = ({ carries, trust }: Boundary): string | undefined => (carries === 'none' ? undefined : TRUST[trust]);

/** How the context travels there, and how much of it; `undefined` where it does not. */
export function travelling({ does, form, boundary }: Found, { environment, jobs }: Options): string | undefined {
  if (form === undefined) return undefined;
  if (does === 'attach started') return `the top level runs in the context that started it, read from the ${form}`;
  if (ROLES[does] === 'receives' && boundary.carries !== 'none') return 'listeners see the payload as it was sent, in the context of who sent it';
  const limit = { environment, 'job options': jobs, payload: undefined, 'environment data': undefined, none: undefined }[boundary.carries];
  const what = limit === 'trace' ? 'the trace' : limit === 'off' ? 'nothing' : 'trace and baggage';
  return boundary.carries === 'none' ? FORMS[form] : `${what} ${FORMS[form]}`;
}
