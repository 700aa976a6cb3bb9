/** Every line of every emitted file has an origin that can be told, and no answer tells a secret. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { inputKeys } from "../../src/input/keys.ts";
import { compile, explainer, explanationJson, explanationText, type Sources } from "../../src/mod.ts";
import { type Generated, generated, hostilePassword, hostileQueueLogin } from "../arbitrary.ts";
import { credentialsWith } from "../deploy.ts";
import { okFixtures } from "../fixtures.ts";

/** Compiles, and asks for every line. */
function everyLine(sources: Sources) {
  const compilation = compile(sources, { secrets: true });
  const ask = explainer(sources, compilation);
  const answers = compilation.files.flatMap(({ path, origins }) =>
    origins.map((_, index) => ({ at: `${path}:${index + 1}`, answer: ask(`${path}:${index + 1}`) })),
  );
  return { compilation, answers };
}

/** The lines that no chain of reasons ends for. */
function unexplained(answers: ReturnType<typeof everyLine>["answers"]): readonly string[] {
  return answers.flatMap(({ at, answer }) => {
    if (answer.kind === "unknown") return [`${at} ${answer.message}`];
    const { origins, reaches } = answer.explanation;
    const ends =
      origins.length > 0 &&
      origins.every((root) =>
        root.file === undefined ? (root.rule ?? "") !== "" : root.line! >= 1 && root.column! >= 1,
      );
    return ends && reaches.some(({ file, line }) => `${file}:${line}` === at) ? [] : [at];
  });
}

function sourcesOf({ config, credentials, site }: Generated): Sources {
  return {
    config: { name: "clp-config.yaml", content: config },
    credentials: { name: "credentials.yaml", content: credentials },
    site: { name: "clp-site.yaml", content: site },
  };
}

/** All that the inputs of a fixture hold of secrets; words that stand elsewhere for something else left out. */
function secretsOf({ config, credentials }: Sources): readonly string[] {
  const read = (content: string | Uint8Array) =>
    parse(typeof content === "string" ? content : new TextDecoder().decode(content)) as unknown;
  const found: string[] = [];
  const visit = (value: unknown, all: boolean): void => {
    if (typeof value === "string" && all) found.push(value);
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value))
      visit(item, all || /^(access_key_id|secret_access_key|session_token)$/.test(key));
  };
  visit(read(config.content), false);
  if (credentials !== undefined) visit(read(credentials.content), true);
  return found.filter((text) => text.length > 4);
}

describe("every line of every emitted file", () => {
  for (const { name, sources } of okFixtures()) {
    test(`of ${name} has an origin`, () => {
      const { compilation, answers } = everyLine(sources);
      expect(compilation.ok).toBe(true);
      expect(unexplained(answers)).toEqual([]);
      expect(answers.length).toBeGreaterThan(300);
    });
  }

  test("of generated deployments has an origin", () => {
    fc.assert(
      fc.property(generated, (inputs) => {
        expect(unexplained(everyLine(sourcesOf(inputs)).answers)).toEqual([]);
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});

describe("no answer tells a secret", () => {
  for (const { name, sources } of okFixtures()) {
    test(`of ${name}`, () => {
      const { compilation, answers } = everyLine(sources);
      const said = answers
        .flatMap(({ answer }) =>
          answer.kind === "explained"
            ? [explanationText(answer.explanation), explanationJson(answer.explanation)]
            : [],
        )
        .join("\n");
      expect(secretsOf(sources).length).toBeGreaterThan(4);
      expect(compilation.ok).toBe(true);
      for (const secret of secretsOf(sources)) expect(said).not.toContain(secret);
    });
  }

  test("whatever the passwords are", () => {
    const long = hostilePassword.filter(({ length }) => length > 7);
    const queueLogin = hostileQueueLogin.filter(({ length }) => length > 7);
    fc.assert(
      fc.property(generated, fc.tuple(long, queueLogin, long), (inputs, [database, queue, redis]) => {
        const sources = sourcesOf({
          ...inputs,
          credentials: credentialsWith(database, queue, redis),
        });
        const { compilation, answers } = everyLine(sources);
        const ask = explainer(sources, compilation);
        const asked = [
          ...inputKeys(sources).map(({ file, path }) => ask(`${file}:${path.join(".")}`)),
          ...(compilation.model?.secrets ?? []).map(({ variable }) => ask(variable ?? "x")),
        ];
        const said = JSON.stringify([...answers.map(({ answer }) => answer), ...asked]);
        for (const password of [database, queue, redis])
          expect(said).not.toContain(JSON.stringify(password).slice(1, -1));
      }),
      { numRuns: 8, seed: 7 },
    );
  });
});
