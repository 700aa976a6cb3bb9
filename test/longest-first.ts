/** In which order files of tests are run: what takes long begins first, so that no file is left to run alone at the end. */
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take a minute and more, longest first in each project; vitest itself goes by size, and some of these
 * are among the smallest.
 */
const LONG = [
  "trust/plan.test.ts",
  "plan/plan.test.ts",
  "trust/secrets.test.ts",
  "backends/kubernetes/secret-references.test.ts",
  "explain/every-line.test.ts",
  "migrate/compile.test.ts",
  "backends/compose/hosts.test.ts",
  "conformance/pictures.test.ts",
  "conformance/safe-writing.test.ts",
  "conformance/kubernetes.test.ts",
  "conformance/adopt-compose.test.ts",
  "conformance/gitops-plan.test.ts",
  "conformance/presto-releases.test.ts",
  "conformance/ci/pre-commit.test.ts",
  "conformance/rotation.test.ts",
  "conformance/kubernetes-reference.test.ts",
  "conformance/release/release.test.ts",
  "conformance/presto-coordinator.test.ts",
  "conformance/hosts.test.ts",
  "runtime/all/plans-1.test.ts",
  "runtime/all/plans-2.test.ts",
  "runtime/all/plans-3.test.ts",
  "runtime/all/fixtures.test.ts",
  "runtime/all/kubernetes.test.ts",
  "runtime/all/hosts.test.ts",
  "runtime/all/kubernetes-types.test.ts",
  "runtime/all/life.test.ts",
  "runtime/all/external.test.ts",
  "runtime/core/types.test.ts",
  "runtime/core/machine.test.ts",
  "runtime/core/container.test.ts",
];

/** The long files, then all others as ever. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.indexOf(relative(import.meta.dirname, moduleId));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
