/** Reads the container's CLP config, which holds every key of the configuration with its origin. */
import { formatPath, type Origin, type Sourced, sourced } from "../../base/origin.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { Scalar, Template } from "../../model/tree.ts";

/** Keys from the top of the config: `"archive_output", "storage", "type"`. */
type Path = readonly string[];

/**
 * Each of them throws where the config has no such key, or the wrong kind of value: that would be a
 * defect of the compiler, since the config was checked when it was read.
 */
export interface ContainerConfig {
  readonly text: (...path: Path) => Sourced<string>;
  /** Text, or null. */
  readonly optional: (...path: Path) => Sourced<string | null>;
  readonly number: (...path: Path) => Sourced<number>;
  /** A number, or null. */
  readonly period: (...path: Path) => Sourced<number> | Sourced<null>;
  readonly flag: (...path: Path) => Sourced<boolean>;
  /** One of a few words, which the reader of the config has checked. */
  readonly word: <W extends string>(...path: Path) => Sourced<W>;
  /** The null of a section that is not configured. */
  readonly absent: (...path: Path) => Sourced<null>;
  /** True where there is a section. */
  readonly has: (...path: Path) => boolean;
  readonly origin: (...path: Path) => Origin;
}

export function containerConfig(model: DeploymentModel): ContainerConfig {
  const content = model.files.find(({ id }) => id === "clp-config")?.content;
  if (content?.format !== "yaml") throw new Error("the model has no container config");

  const find = (path: Path): Template | undefined => {
    let node: Template | undefined = content.template;
    for (const step of path) {
      node = node?.kind === "map" ? node.entries.find(([key]) => key === step)?.[1] : undefined;
    }
    return node;
  };
  const scalar = <S extends Scalar>(path: Path, ...types: readonly string[]): Sourced<S> => {
    const node = find(path);
    if (node?.kind !== "scalar" || !types.includes(node.value === null ? "null" : typeof node.value)) {
      throw new Error(`the container config has no ${types.join(" or ")} at ${formatPath(path)}`);
    }
    return sourced(node.value as S, node.origin);
  };
  return {
    text: (...path) => scalar(path, "string"),
    optional: (...path) => scalar(path, "string", "null"),
    number: (...path) => scalar(path, "number"),
    period: (...path) => scalar(path, "number", "null"),
    flag: (...path) => scalar(path, "boolean"),
    word: (...path) => scalar(path, "string"),
    absent: (...path) => scalar(path, "null"),
    has: (...path) => find(path)?.kind === "map",
    origin: (...path) => {
      const node = find(path);
      if (node === undefined) throw new Error(`the container config has no ${formatPath(path)}`);
      return node.origin;
    },
  };
}
