/**
 * The checker's answers, and where it knows nothing the file's own syntax: `require` without types
 * is `any` to the checker, and its module's name to whoever reads the file.
 */
import type { Node, SourceFile } from '../syntax.js';
import type { CheckerResolver } from './checker/index.js';
import { MAY_BE_STARTED } from './may-be-started.js';
import type { Resolver } from './resolver.js';

/** @param makeSyntax Called at the first question that the checker leaves open; most files have none. */
export function combineResolvers(checker: CheckerResolver, makeSyntax: () => Resolver, sourceFile: SourceFile): Resolver {
  let made: Resolver | undefined;
  const syntax = (): Resolver => (made ??= makeSyntax());

  /** Ask the second where the first does not know. */
  function fill<Q, A>(questions: readonly Q[], first: readonly A[], isUnknown: (answer: A) => boolean, ask: (open: readonly Q[]) => readonly A[]): readonly A[] {
    const open = questions.filter((_, i) => isUnknown(first[i] as A));
    if (!open.length) return first;
    const answers = new Map(ask(open).map((answer, i) => [open[i], answer]));
    return first.map((answer, i) => answers.get(questions[i]) ?? answer);
  }

  const isLocal = (names: readonly string[] | undefined): boolean => !names?.length || names.every((name) => name.startsWith('/'));

  return {
    name: 'checker',
    typesOf: (queries) => fill(queries, checker.typesOf(queries), (types) => types.some((each) => !each), (open) => syntax().typesOf(open)),
    valuesOf: (callees) => fill<Node, readonly string[] | undefined>(callees, checker.valuesOf(callees), isLocal, (open) => syntax().valuesOf(open)),
    constructedBy: (callees) => fill(callees, checker.constructedBy(callees), (names) => !names, (open) => syntax().constructedBy(open)),
    literalsOf: checker.literalsOf,
    areFields: checker.areFields,
    areThenable: checker.areThenable,
    areNeverPlain: checker.areNeverPlain,
    areFunctions: checker.areFunctions,
    peersOf: checker.peersOf,
    propertiesOf: (nodes) => syntax().propertiesOf(nodes),
    startedBy: checker.startedBy,
    get runFor() {
      return checker.runFor;
    },
    get startedAs() {
      return checker.startedAs ?? (MAY_BE_STARTED.test(sourceFile.text) ? syntax().startedAs : undefined);
    },
    get givenTo() {
      return checker.givenTo;
    },
    get isMain() {
      return checker.isMain;
    },
  };
}
