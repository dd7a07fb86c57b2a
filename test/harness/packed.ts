/** The package as it would be published, for the tests of one file. */
import { emptyFolder, pack, remove } from './adoption.js';

export interface PackedPackage {
  /** There when the first test starts. */
  readonly tarball: string;
}

/** Called at the top level of a file of tests, before what needs it there. */
export function packedPackage(): PackedPackage {
  let folder: string;
  let tarball: string;

  beforeAll(() => {
    folder = emptyFolder();
    ({ tarball } = pack(folder));
  }, 60_000);

  afterAll(() => remove(folder));

  return {
    get tarball() {
      return tarball;
    },
  };
}
