/** Invariant 9: every key of the config changes an output, or a diagnostic says that it has no effect. */
import { describe, expect, test } from "vitest";
import { compile } from "../../compiler.ts";
import { CREDENTIALS, SITE } from "../../deploy.ts";
import { DECISIVE, DEPLOYMENTS, type Json, keyChanges } from "../config-changes.ts";

/** Everything that anybody sees of a compilation to Compose: the other targets are given the same model. */
function outcome(config: Json) {
  const { files, diagnostics } = compile(
    {
      config: { name: "clp-config.yaml", content: JSON.stringify(config) },
      credentials: { name: "credentials.yaml", content: CREDENTIALS },
      site: { name: "clp-site.yaml", content: SITE },
    },
    { secrets: true, emit: ["compose"] },
  );
  return {
    files: JSON.stringify(files.map(({ path, text }) => [path, text])),
    messages: JSON.stringify(diagnostics.map(({ code, message }) => [code, message])),
    errors: diagnostics.filter(({ severity }) => severity === "error"),
  };
}

describe.each(Object.entries(DEPLOYMENTS))("in a deployment %s", (deployment, base) => {
  const before = outcome(base);

  test("is compiled", () => expect(before.errors.map(({ message }) => message)).toEqual([]));

  test("every key changes something", () => {
    const silent: string[] = [];
    for (const { name, configs } of keyChanges(deployment)) {
      const changed = configs.map(outcome);
      const wrong = changed.flatMap(({ errors }) => errors).map(({ message }) => `${name}: ${message}`);
      if (!DECISIVE.test(name)) expect(wrong).toEqual([]);
      if (changed.every(({ files, messages }) => files === before.files && messages === before.messages))
        silent.push(name);
    }
    expect(silent).toEqual([]);
  });
});
