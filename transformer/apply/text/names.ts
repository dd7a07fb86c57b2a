/** Names that the file has not. */

export interface Names {
  /** `base`, or with a number after it. */
  unused(base: string): string;
}

export function createNames(text: string): Names {
  const used = new Set<string>();
  return {
    unused(base) {
      let name = base;
      for (let i = 1; used.has(name) || text.includes(name); i++) name = `${base}_${i}`;
      used.add(name);
      return name;
    },
  };
}
