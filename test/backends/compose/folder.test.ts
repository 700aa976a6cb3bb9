/** Where the output has the files of a host, and where an address is seen from, are arguments of the backend. */
import { describe, expect, test } from "vitest";
import { compose } from "../../../src/backends/compose/compose.ts";
import { addressesOnHost, dialectOf } from "../../../src/backends/compose/compose-dialect.ts";
import { composeOptions } from "../../../src/backends/compose/compose-options.ts";
import { COMPOSE_PATHS } from "../../../src/backends/compose/compose-paths.ts";
import { isOfPattern } from "../../../src/backends/output-path.ts";
import { createReporter } from "../../../src/base/diagnostic.ts";
import { constant, sourced } from "../../../src/base/origin.ts";
import { readInputs } from "../../../src/input/inputs.ts";
import { addressOf } from "../../../src/lower/containers.ts";
import { lower } from "../../../src/lower/lower.ts";
import { secretValuesOf } from "../../../src/lower/needed-secrets.ts";
import { value } from "../../../src/model/value.ts";
import { okFixtures } from "../../fixtures.ts";

const FOLDER = "compose/hosts/worker-1";

describe.each(okFixtures())("$name", ({ sources }) => {
  const reporter = createReporter();
  const inputs = readInputs(sources, reporter);
  const lowered = lower(inputs, reporter);
  // Of several hosts the first, as it is seen from there.
  const model = lowered.hosts?.[0]?.model ?? lowered;

  test("another folder changes where files stand, and nothing in them", () => {
    const [one, other] = ["compose", FOLDER].map((folder) => {
      const target = compose(model, composeOptions(inputs.site.compose, folder));
      const secrets = secretValuesOf(inputs) ?? new Map();
      return { files: [...target.emitPublic(), ...target.emitSecret(secrets, reporter)], target };
    });
    expect(other!.files.map(({ path }) => path)).toEqual(
      one!.files.map(({ path }) => path.replace(/^compose/, FOLDER)),
    );
    expect(other!.files.map(({ text }) => text)).toEqual(one!.files.map(({ text }) => text));
    expect(other!.target.secretPaths()).toEqual(
      one!.target.secretPaths().map((path) => path.replace(/^compose/, FOLDER)),
    );
    for (const { path } of other!.files)
      expect(COMPOSE_PATHS.filter((declared) => isOfPattern(declared.path, path))).toHaveLength(1);
  });

  test("a value is written with the addresses of the place that reads it", () => {
    const { host, port } = addressOf("database");
    const uri = value`db://${host}:${port}/`;
    const inside = addressesOnHost(model);
    const fact = constant("another host's view");
    const elsewhere = dialectOf(model, (of, field) =>
      of === "database" ? sourced(field === "host" ? "10.0.0.11" : 3307, fact) : inside(of, field),
    );
    expect(elsewhere.interpolated(uri)).toBe("db://10.0.0.11:3307/");
    expect(elsewhere.originOf(value`${host}`)).toEqual(fact);
    expect(dialectOf(model, inside).interpolated(uri)).not.toContain("10.0.0.11:3307");
  });
});
