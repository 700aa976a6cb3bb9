/** In which order files of tests are run: what takes long begins first, so that no file is left to run alone at the end. */
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take minutes, longest first; vitest itself goes by size, and these are among the smallest. */
const LONG = [
  "all/plans-1.test.ts",
  "all/plans-2.test.ts",
  "all/plans-3.test.ts",
  "all/fixtures.test.ts",
  "all/kubernetes.test.ts",
  "all/hosts.test.ts",
  "all/kubernetes-types.test.ts",
  "all/life.test.ts",
  "all/external.test.ts",
  "core/types.test.ts",
  "core/machine.test.ts",
  "core/container.test.ts",
];

/** The long files of test/runtime, then all others as ever. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.indexOf(relative(import.meta.dirname, moduleId));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
