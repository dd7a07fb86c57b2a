/** Emitted code without what says nothing: trivia, and how the names of our own are numbered and imported. */
import { tokenizer } from 'acorn';

/** `import { x as baton_x } from "otel-baton/runtime"`, `const { x: baton_x } = require("otel-baton/runtime")`. */
const OUR_IMPORTS = /^(?:import \{[^}]*\} from|const (?:\{[^}]*\}|\w+) = require\()\s*["']otel-baton\/runtime[\w/-]*["']\)?;/gm;

export function tokens(code: string): readonly string[] {
  const script = code
    .replace(/^#!.*/, '')
    .replace(OUR_IMPORTS, '')
    // How TypeScript calls what is imported into CommonJS.
    .replace(/\(0, (?:runtime|scope|sidecar|start|process|pull|queue|bind|detach|listen|job|task|calls|batches|hand_over|process_tasks)_\d+\.(\w+)\)/g, 'baton_$1');
  const list: string[] = [];
  for (const token of tokenizer(script, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true })) {
    const value = String((token as { value?: unknown }).value ?? token.type.label);
    list.push(value.replace(/^(baton_[a-zA-Z]+)_\d+$/, '$1'));
  }
  return list;
}
