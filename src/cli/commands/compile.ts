/** `clp-compile [compile]`: compiles, and writes the result if there is nothing wrong at all. */
import { join, type Printable, print } from "../../base/printable.ts";
import type { BackendName, Kept, SkippedTarget } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { compileForOutput } from "../output/compile-for-output.ts";
import { insteadOfEditing } from "../output/edited-output.ts";
import { keptBeside } from "../output/manifest.ts";
import { amongInputs } from "../output/output-place.ts";
import { isWrite, type Step } from "../output/output-plan.ts";
import { remark } from "../remark.ts";
import type { Options } from "../usage/options.ts";

export async function compileCommand(options: Options, host: Host): Promise<ExitCode> {
  const begun = await compileForOutput(options, host, (state, own) => ({
    emit: options.emit,
    kept: options.prune ? undefined : keptBeside(state, options.emit, own),
  }));
  if (typeof begun === "number") return begun;
  const { sources, inputs, folder, own, state, kept, compilation } = begun;
  const findings = [
    ...inputs.findings,
    // What can be made without secrets needs none.
    ...(compilation.needsCredentials && inputs.noCredentials !== undefined
      ? [withWayOut(inputs.noCredentials, compilation.withoutSecrets)]
      : []),
    ...amongInputs(folder, sources, options, host),
    ...findingsOf(compilation.diagnostics, compilation.texts, options),
  ];
  if (!compilation.ok || hasErrors(findings)) {
    await reportFindings(findings, options, host);
    return EXIT.inputErrors;
  }

  const { writeOutput } = await import("../output/output-write.ts");
  const outcome = writeOutput(folder, state, own, { ...compilation, kept }, options.dryRun);
  if (outcome.kind === "refused") {
    await reportFindings([...findings, ...outcome.findings], options, host);
    return EXIT.fileSystem;
  }
  await reportFindings([...findings, ...remarks(outcome.steps, options)], options, host);
  const secrets = new Set(compilation.secretPaths.map(({ path }) => path));
  if (options.dryRun) host.out(listSteps(outcome.steps, secrets));
  remark(join(compilation.skipped.map(leftOut)), options, host);
  if (!options.dryRun) remark(summarize(outcome.steps, options.out, kept), options, host);
  return EXIT.done;
}

/** Credentials that are not there are not needed by all backends. */
function withWayOut(finding: Finding, withoutSecrets: readonly BackendName[]): Finding {
  if (withoutSecrets.length === 0) return finding;
  const note = `--emit ${withoutSecrets.join(",")} needs no credentials`;
  return { ...finding, notes: [...finding.notes, note] };
}

/** What an operator should know of what was done to files that were there. */
function remarks(steps: readonly Step[], { out, dryRun, prune }: Options): readonly Finding[] {
  const perhaps = (done: string, would: string): string => (dryRun ? `Would ${would}` : done);
  const findings = steps.flatMap((step) => {
    const name = `${out}/${step.path}`;
    if (step.kind === "leave")
      return fileFinding("CLP6208", name, `${perhaps("Left", "leave")} ${name} where it is: ${step.reason}`, {
        severity: "note",
        help: "The inputs do not give it any more, and no manifest lists it from now on: delete it if nobody needs it",
      });
    if (!isWrite(step) || !step.edited) return [];
    return fileFinding(
      "CLP6102",
      name,
      `${perhaps("Replaced", "replace")} ${step.path}, which was edited by hand`,
      {
        severity: "note",
        help: insteadOfEditing(step.path),
      },
    );
  });
  const removed = steps.filter(({ kind }) => kind === "remove").map(({ path }) => path);
  if (!prune || removed.length === 0) return findings;
  const files = removed.length === 1 ? "a file" : `${removed.length} files`;
  return [
    ...findings,
    fileFinding("CLP6209", out, `${perhaps("Removed", "remove")} ${files} that nobody asked for`, {
      severity: "note",
      notes: removed,
      help: "Compile without --emit to have all that the inputs give",
    }),
  ];
}

/** A line about a target that was not asked for and cannot carry the deployment. */
function leftOut({ name, reasons }: SkippedTarget): Printable {
  const [first] = reasons;
  return first === undefined ? print`` : print`without ${name}: ${first.message} [${first.code}]\n`;
}

const VERBS = {
  create: "create",
  update: "update",
  mode: "chmod",
  remove: "remove",
  leave: "leave",
  keep: "keep",
} as const;

function listSteps(steps: readonly Step[], secrets: ReadonlySet<string>): Printable {
  const lines = [...steps]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(
      ({ kind, path }) => print`${VERBS[kind].padEnd(6)}  ${path}${secrets.has(path) ? "  (secret)" : ""}\n`,
    );
  return join(lines);
}

/** `out: 14 files, 3 written, 1 removed; 2 more of helm stay` */
function summarize(steps: readonly Step[], out: string, kept: Kept | undefined): Printable {
  const count = (...kinds: readonly Step["kind"][]): number =>
    steps.filter(({ kind }) => kinds.includes(kind)).length;
  const files = count("create", "update", "mode", "keep");
  const written = count("create", "update", "mode");
  const removed = count("remove");
  const changes = written + removed === 0 ? "unchanged" : `${written} written`;
  const others = (kept?.files.length ?? 0) + (kept?.secretFiles.length ?? 0);
  const stay = others === 0 ? "" : `; ${others} more of ${kept?.backends.join(", ")} stay`;
  return print`${out}: ${files} files, ${changes}${removed === 0 ? "" : `, ${removed} removed`}${stay}\n`;
}
