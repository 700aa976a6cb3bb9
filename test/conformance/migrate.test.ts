/**
 * Every config that CLP v0.9.0 itself took, migrated to the newest release: it compiles there and runs the
 * same, plus what the migration says; or the migration asks what a person has to decide.
 */
import { describe, expect, test } from "vitest";
import { RELEASES, type ReleaseId } from "../../src/clp/releases/releases.ts";
import { compile, plan as planBetween, type Sources } from "../../src/mod.ts";
import { expectSameDeployment, inputsAfter, migrated } from "../migrate/migrated.ts";
import { filesOf } from "../plan/pairs.ts";
import { generatedCases, handMadeCases, type ReferenceCase, referenceSite } from "./reference.ts";

const FIRST = RELEASES[0].id;
const NEWEST = RELEASES.at(-1)!.id;
const CASES = [...handMadeCases(FIRST), ...generatedCases(FIRST)];

function sourcesOf({ release, config, credentials }: ReferenceCase): Sources {
  return {
    config: { name: "clp-config.yaml", content: config },
    credentials: { name: "credentials.yaml", content: credentials },
    site: { name: "clp-site.yaml", content: referenceSite(release) },
  };
}

function textOf({ config }: Sources): string {
  return typeof config.content === "string" ? config.content : new TextDecoder().decode(config.content);
}

describe(`from ${FIRST} to ${NEWEST}`, () => {
  test.each(CASES)("$name", (reference) => {
    const sources = sourcesOf(reference);
    const outcome = expectSameDeployment(sources, FIRST, NEWEST);
    if (outcome !== "same") return;
    const after = inputsAfter(sources, migrated(sources, FIRST, NEWEST));
    // A second run has nothing to do.
    expect(migrated(after, NEWEST, NEWEST)).toMatchObject({ edits: [], after: {} });
    // One release after the other comes to the same.
    const ids: readonly ReleaseId[] = RELEASES.map(({ id }) => id);
    const slowly = ids
      .slice(1)
      .reduce((inputs, to, index) => inputsAfter(inputs, migrated(inputs, ids[index]!, to)), sources);
    expect(textOf(slowly)).toBe(textOf(after));
  });

  test.each(CASES)("$name, with the new defaults, compiles or is asked about", (reference) => {
    const sources = sourcesOf(reference);
    const migration = migrated(sources, FIRST, NEWEST, true);
    if (!migration.decided) {
      expect(migration.diagnostics.map(({ code }) => code)).toContain("CLP6414");
      return;
    }
    const after = compile(inputsAfter(sources, migration), { secrets: false });
    expect(after.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    // What a plan says of the way is whole: every release is passed, and data is backed up before anything is replaced.
    const plan = planBetween(filesOf(compile(sources, { secrets: false })), filesOf(after), after.model);
    expect(plan.releases?.passed).toEqual(RELEASES.map(({ id }) => id));
    const commands = plan.compose!.steps.flatMap((step) => step.commands.map(String));
    const [backUp, compiled] = ["tar --create", "clp-compile"].map((begin) =>
      commands.findIndex((command) => command.startsWith(begin)),
    );
    expect(backUp).toBeLessThan(compiled!);
  });

  test("all of them are accepted and decided", () => {
    const outcomes = CASES.map((reference) => expectSameDeployment(sourcesOf(reference), FIRST, NEWEST));
    const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
    expect(CASES).toHaveLength(52);
    expect({
      same: count("same"),
      asked: count("asked"),
      refused: count("refused before"),
    }).toEqual({ same: 52, asked: 0, refused: 0 });
  });
});
