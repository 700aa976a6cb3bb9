/**
 * Init containers: a pod waits by asking for the data itself, with its own login, from its own image. That
 * holds long after a job has ended and was deleted (H1), serves external servers too, takes no role and no
 * further image (H15), and asks this release alone (H16).
 */

import type { Ask, Job, Service } from "../../../model/model.ts";
import { textOfLines } from "../../../model/text.ts";
import { type Tree, tree } from "../../../model/tree.ts";
import { waitingProgram } from "../../waiting-program.ts";
import { componentOf, type Installation } from "../installation.ts";
import { literal } from "../kubernetes-dialect.ts";
import { variableTree } from "./variables.ts";

/** The program of a question; see `waitingProgram`. */
function program({ lines, origin }: Ask): Tree {
  const text = waitingProgram(lines).map(literal);
  return {
    kind: "block",
    content: textOfLines(text.map((line) => ({ text: line, origins: [origin] }))),
    origin,
  };
}

/** One for each component that the workload waits for. `common` is what all containers of the pod have. */
export function initContainers(
  installation: Installation,
  workload: Service | Job,
  common: (name: string) => Readonly<Record<string, Tree | undefined>>,
): readonly Tree[] {
  return workload.asks.map((ask) => {
    const { name, image, imagePullPolicy, ...rest } = common(
      `wait-for-${componentOf(installation, ask.of).name}`,
    );
    return tree(
      {
        name,
        image,
        imagePullPolicy,
        command: ["python3", "-u", "-c"],
        args: [program(ask)],
        env: ask.environment.map((variable) => variableTree(installation, workload, variable)),
        ...rest,
      },
      ask.origin,
    );
  });
}
