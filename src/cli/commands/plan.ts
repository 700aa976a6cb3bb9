/** `clp-compile plan --against DIR|REF:PATH`: what changes, in the terms of the deployment. */
import { written } from "../../base/printable.ts";
import type { Plan } from "../../mod.ts";
import { paintOf } from "../../report/paint.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { readEarlier, unreadable } from "../files/earlier.ts";
import { readInputs } from "../files/input-files.ts";
import { findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { ownPaths } from "../output/manifest.ts";
import type { Options } from "../usage/options.ts";
import { compileWords } from "../usage/words-of.ts";

/** What a deployment that the project file has got since is compared with. */
const NEW = { kind: "found", files: { texts: new Map() }, backends: undefined, notes: [] } as const;

export async function planCommand(options: Options, host: Host): Promise<ExitCode> {
  const inputs = await readInputs(options, host);
  const compiler = await host.compiler();
  const there = readEarlier(options.against, options.out, host, ownPaths(compiler));
  const earlier = there.kind === "nothing" && options.deployments.length > 0 ? NEW : there;
  if (inputs.sources === undefined || earlier.kind !== "found") {
    const refusal = earlier.kind === "found" ? [] : [earlier.finding];
    await reportFindings([...inputs.findings, ...refusal], options, host);
    return EXIT.inputErrors;
  }

  // Who compiled for some backends alone reads of these, too.
  const emit = options.emit ?? (earlier.backends?.length ? earlier.backends : undefined);
  const compilation = compiler.compile(inputs.sources, {
    emit,
    named: options.emit ?? [],
    secrets: inputs.hasCredentials,
  });
  const said = findingsOf(compilation.diagnostics, compilation.texts, options);
  const findings = [
    ...inputs.findings,
    ...said.filter(({ severity }) => severity !== "note"),
    ...earlier.notes,
  ];
  if (!compilation.ok || hasErrors(findings)) {
    await reportFindings(findings, options, host);
    return EXIT.inputErrors;
  }

  const {
    plan: planBetween,
    planJson,
    planMarkdown,
    planText,
    UnreadableFile,
  } = await import("../../mod.ts");
  const after = { texts: new Map(compilation.files.map(({ path, text }) => [path, text])) };
  try {
    const plan = planBetween(earlier.files, after, compilation.model, {
      compile: compileWords(options),
      out: options.out.replace(/(?<=.)\/+$/, ""),
    });
    await reportFindings(findings, options, host);
    const paint = paintOf((await host.terminal("out")).color);
    const write = options.json
      ? planJson
      : options.format === "markdown"
        ? planMarkdown
        : (shown: Plan) => planText(shown, paint);
    host.out(written(plan, write));
    return options.exitCode && plan.different ? EXIT.difference : EXIT.done;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const finding = unreadable(`${options.against ?? options.out}/${error.path}`, error.message);
    await reportFindings([...findings, finding], options, host);
    return EXIT.inputErrors;
  }
}
