/**
 * Init containers: a pod waits by asking for the data itself, with its own login, from its own image. That
 * holds long after a job has ended and was deleted (H1), serves external servers too, takes no role and no
 * further image (H15), and asks this release alone (H16).
 */

import type { Line } from "../../model/emitted-file.ts";
import type { Job, Question, Service } from "../../model/model.ts";
import { type Tree, tree } from "../../model/tree.ts";
import type { Release } from "./release.ts";
import { literal } from "./text.ts";
import { questionsOf, questionVariables, variableTree } from "./variables.ts";

const BEFORE = ["import os", "import time", ""];

const AFTER = [
  "while True:",
  "    try:",
  "        ask()",
  "        break",
  "    except Exception as problem:",
  '        print(f"{type(problem).__name__}: {problem}", flush=True)',
  "        time.sleep(2)",
];

/** A program that ends with 0 as soon as the answer is yes, and says meanwhile why it is not. */
function program({ lines, origin }: Question): Tree {
  const line = (text: string): Line => ({ text, origins: [origin] });
  const body = lines.map((text) => line(`    ${literal(text)}`));
  return {
    kind: "block",
    lines: [...BEFORE.map(line), line("def ask():"), ...body, line(""), ...AFTER.map(line)],
    origin,
  };
}

/** One for each component that the workload waits for. `common` is what all containers of the pod have. */
export function initContainers(
  release: Release,
  workload: Service | Job,
  common: (name: string) => Readonly<Record<string, Tree | undefined>>,
): readonly Tree[] {
  return questionsOf(release, workload).map(({ of, question }) => {
    const { name, image, imagePullPolicy, ...rest } = common(`wait-for-${of}`);
    const variables = questionVariables(release, workload, question);
    return tree(
      {
        name,
        image,
        imagePullPolicy,
        command: ["python3", "-u", "-c"],
        args: [program(question)],
        env: variables.map((variable) => variableTree(release, workload, variable)),
        ...rest,
      },
      question.origin,
    );
  });
}
