/** `clp-compile check`: is the output folder what the inputs give? Writes nothing. */

import { capital } from "../../base/capital.ts";
import { sha256Hex } from "../../base/hash.ts";
import { print } from "../../base/printable.ts";
import { withSecrets } from "../../base/secrets-in-environment.ts";
import { pathWord, shell } from "../../base/shell.ts";
import type { EmittedFile, SourceTexts } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { compileForOutput } from "../output/compile-for-output.ts";
import { insteadOfEditing } from "../output/edited-output.ts";
import { isOfKind, withLf } from "../output/file-kind.ts";
import {
  keptBeside,
  MANIFEST,
  type ManifestState,
  OVERRIDE_FILES,
  type OwnPaths,
} from "../output/manifest.ts";
import { equalBytes, type Found, lookAt, type OutputFolder, shown } from "../output/output-folder.ts";
import { type Compiled, listedBy, outlived, whyLeft, wrongMode } from "../output/output-plan.ts";
import type { Options } from "../usage/options.ts";

/** Bytes of a file on disk that is read to be compared. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

export async function checkCommand(options: Options, host: Host): Promise<ExitCode> {
  const begun = await compileForOutput(options, host, (state, own) => {
    const compiledBefore = state.kind === "valid" ? state.manifest.backends : [];
    return {
      // Who compiled for some backends alone checks for these, too.
      emit: options.emit ?? (compiledBefore.length > 0 ? compiledBefore : undefined),
      named: options.emit ?? [],
      kept: keptBeside(state, options.emit, own),
    };
  });
  if (typeof begun === "number") return begun;
  const { sources, inputs, folder, own, state, kept, compiler, compilation } = begun;
  const findings = [...inputs.findings, ...findingsOf(compilation.diagnostics, compilation.texts, options)];
  if (!compilation.ok || hasErrors(findings)) {
    await reportFindings(findings, options, host);
    return EXIT.inputErrors;
  }

  const compiled = { ...compilation, kept };
  const differences = isUncompiled(folder, state, compiled)
    ? [uncompiledFinding(folder)]
    : await compare({ folder, state, own, compiled, texts: compilation.texts }, inputs.hasCredentials);
  if (options.markdown.length > 0) {
    const { compareDocuments } = await import("../pictures/markdown-check.ts");
    differences.push(...(await compareDocuments(sources, compilation, compiler, options, host)));
  }
  const different = hasErrors(differences);
  if (options.diagnostics === "pretty") {
    await reportFindings(findings, options, host);
    await reportFindings(differences, options, host, "out");
    if (!different && !options.quiet) {
      host.out(print`${options.out} is fresh: ${compilation.files.length} files\n`);
      for (const name of options.markdown) host.out(print`${name} is fresh: its diagram\n`);
    }
  } else await reportFindings([...findings, ...differences], options, host);
  return different ? EXIT.difference : EXIT.done;
}

/** True where nothing of a compilation is there: one finding says so, and not one for each file. */
function isUncompiled(folder: OutputFolder, state: ManifestState, { files }: Compiled): boolean {
  return state.kind === "absent" && files.every(({ path }) => lookAt(folder, path, 0).kind === "absent");
}

function uncompiledFinding(folder: OutputFolder): Finding {
  const name = shown(folder, MANIFEST);
  return fileFinding("CLP6106", name, `Missing: ${name}: nothing has been compiled into ${folder.name}`, {
    help: "Compile, and commit the result; --out names another folder",
  });
}

function manifestFinding(
  folder: OutputFolder,
  state: { readonly kind: "absent" } | { readonly kind: "damaged"; readonly reason: string },
): Finding {
  const name = shown(folder, MANIFEST);
  return state.kind === "absent"
    ? fileFinding("CLP6106", name, `Missing: ${name}`, { help: RECOMPILE })
    : fileFinding("CLP6106", name, `Damaged: ${name}: ${state.reason}`, {
        help: `Delete ${name} and compile again, which takes over what is clp-compile's`,
      });
}

const RECOMPILE = "Compile again and commit the result";

/** What a folder is compared with. */
interface Comparison {
  readonly folder: OutputFolder;
  readonly state: ManifestState;
  readonly own: OwnPaths;
  readonly compiled: Compiled;
  readonly texts: SourceTexts;
  /** Files whose lines end in CR LF and that are equal but for that. */
  readonly otherEnds: string[];
}

async function compare(
  { folder, state, own, compiled, texts }: Omit<Comparison, "otherEnds">,
  withSecrets: boolean,
): Promise<Finding[]> {
  const comparison: Comparison = { folder, state, own, compiled, texts, otherEnds: [] };
  const findings: Finding[] = [];
  for (const file of compiled.files) {
    if (file.path !== MANIFEST) findings.push(...(await compareFile(comparison, file)));
  }
  const emitted = new Set(compiled.files.map(({ path }) => path));
  const unread = compiled.secretPaths.filter(({ path }) => !emitted.has(path));
  findings.push(...wrongModes(comparison, unread), ...orphans(comparison), ...manifestFindings(comparison));
  if (!hasErrors(findings)) findings.push(...(await compareManifest(comparison)));
  if (comparison.otherEnds.length > 0) findings.push(endsFinding(comparison.otherEnds));
  findings.push(...overrides(folder, OVERRIDE_FILES, "docker compose merges it"));
  findings.push(...environmentFindings(comparison));
  if (unread.length > 0) findings.push(notCompared(folder, unread, withSecrets));
  return findings;
}

async function compareFile(comparison: Comparison, file: EmittedFile): Promise<readonly Finding[]> {
  const { folder, otherEnds } = comparison;
  const name = shown(folder, file.path);
  const found = lookAt(folder, file.path, MAX_OUTPUT_BYTES);
  if (found.kind !== "file") return [notAFile(name, found)];
  const secret = file.access === "secret";
  const findings: Finding[] = [];
  if (hasOtherEnds(found.bytes, file.text)) otherEnds.push(name);
  else if (!equalBytes(found.bytes, new TextEncoder().encode(file.text))) {
    findings.push(
      secret
        ? await secretDifference(name, file, found.bytes, comparison.texts)
        : await publicDifference(name, file, found.bytes, comparison),
    );
  }
  if (wrongMode(found.mode, file.mode, secret))
    findings.push(modeFinding(name, found.mode, file.mode, secret));
  return findings;
}

/** Secret files that are not compared, without credentials: their modes can be seen. */
function wrongModes({ folder }: Comparison, unread: Compiled["secretPaths"]): readonly Finding[] {
  return unread.flatMap(({ path, mode }) => {
    const found = lookAt(folder, path, MAX_OUTPUT_BYTES);
    if (found.kind !== "file" || !wrongMode(found.mode, mode, true)) return [];
    return [modeFinding(shown(folder, path), found.mode, mode, true)];
  });
}

function orphans({ folder, state, own, compiled }: Comparison): readonly Finding[] {
  return outlived(listedBy(state), compiled).flatMap((one) => {
    const { path } = one;
    const found = lookAt(folder, path, MAX_OUTPUT_BYTES);
    if (found.kind === "absent") return [];
    const reason = whyLeft(one, found, (bytes) => isOfKind(bytes, own(path)?.kinds ?? []));
    const name = shown(folder, path);
    return [
      fileFinding("CLP6104", name, `Orphaned: ${name}: the inputs do not give it any more`, {
        notes: reason === undefined ? [] : [capital(reason)],
        help:
          reason === undefined
            ? "Compile again, which removes it"
            : "Compile again: it stays where it is, and is no longer listed",
      }),
    ];
  });
}

function manifestFindings({ folder, state }: Comparison): readonly Finding[] {
  if (state.kind !== "valid") return [manifestFinding(folder, state)];
  if (state.manifest.pending === undefined) return [];
  const name = shown(folder, MANIFEST);
  return [
    fileFinding("CLP6111", name, `Unfinished: ${name}: a run was cut short, or is at work`, {
      help: "Compile again, for all backends, which repairs it",
    }),
  ];
}

async function compareManifest(comparison: Comparison): Promise<readonly Finding[]> {
  const { folder, state, compiled, otherEnds } = comparison;
  const file = compiled.files.find(({ path }) => path === MANIFEST);
  const found = lookAt(folder, MANIFEST, MAX_OUTPUT_BYTES);
  if (file === undefined || state.kind !== "valid" || found.kind !== "file") return [];
  const name = shown(folder, MANIFEST);
  if (hasOtherEnds(found.bytes, file.text)) {
    otherEnds.push(name);
    return [];
  }
  if (equalBytes(found.bytes, new TextEncoder().encode(file.text))) return [];
  return [{ ...(await publicDifference(name, file, found.bytes, comparison)), code: "CLP6106" }];
}

function overrides(folder: OutputFolder, paths: readonly string[], why: string): readonly Finding[] {
  return paths.flatMap((path) => {
    const found = lookAt(folder, path, 0);
    if (found.kind === "absent" || ("path" in found && found.path !== path)) return [];
    const name = shown(folder, path);
    return [
      fileFinding("CLP6107", name, `${name} is there, and changes what runs`, {
        severity: "note",
        notes: [`It is the operator's: ${why}, and check does not compare it`],
      }),
    ];
  });
}

/** Where secrets are in no file, docker compose takes them from its environment, and an `.env` is somebody's own. */
function environmentFindings({ folder, compiled }: Comparison): readonly Finding[] {
  const secret = new Set(compiled.secretPaths.map(({ path }) => path));
  const examples = compiled.files.map(({ path }) => path).filter((path) => path.endsWith("/.env.example"));
  const without = examples.filter((path) => !secret.has(envBeside(path)));
  const [first] = without;
  if (first === undefined) return [];
  return [
    ...overrides(folder, without.map(envBeside), "docker compose reads it"),
    {
      code: "CLP6530",
      severity: "note",
      message: "Not compared: the secrets that docker compose takes from its environment",
      path: [],
      related: [],
      notes: [],
      help: `${shown(folder, first)} names the variables that each command needs: ${withSecrets(shell`docker compose ps --all`)}`,
    },
  ];
}

function envBeside(example: string): string {
  return example.replace(/\.example$/, "");
}

function notCompared(folder: OutputFolder, unread: Compiled["secretPaths"], withSecrets: boolean): Finding {
  return {
    code: "CLP6108",
    severity: "note",
    message: `Not compared: ${unread.map(({ path }) => shown(folder, path)).join(", ")}`,
    path: [],
    related: [],
    notes: [],
    help: withSecrets
      ? "What cannot be carried there was said above"
      : "With credentials secret files are compared, too: --credentials or --credentials-from-env",
  };
}

/** True for what was written, but for CR LF where LF was. */
function hasOtherEnds(found: Uint8Array, text: string): boolean {
  const now = new TextDecoder().decode(found);
  return now !== text && now.includes("\r\n") && withLf(now) === withLf(text);
}

/** One for all files: it is one thing that was done to them. */
function endsFinding(names: readonly string[]): Finding {
  const [first = "", ...more] = names;
  const others =
    more.length === 0 ? "" : more.length === 1 ? " and another file" : ` and ${more.length} more files`;
  return fileFinding(
    "CLP6112",
    first,
    `Lines end in CR LF in ${first}${others}: a shell and Compose take CR for text`,
    {
      notes: ["Git for Windows changes them at checkout (core.autocrlf)"],
      help: "Tell git to leave them as they are, by the line `out/** -text` in .gitattributes, and compile again",
    },
  );
}

function notAFile(name: string, found: Exclude<Found, { kind: "file" }>): Finding {
  return found.kind === "absent"
    ? fileFinding("CLP6103", name, `Missing: ${name}`, { help: RECOMPILE })
    : fileFinding("CLP6109", name, `Cannot compare ${name}: ${found.reason}`, {
        help: "Move it away and compile again",
      });
}

function modeFinding(name: string, found: number, wanted: number, secret: boolean): Finding {
  const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, "0");
  return fileFinding("CLP6105", name, `Wrong mode: ${name} is ${octal(found)}, expected ${octal(wanted)}`, {
    notes: secret ? ["It holds secrets: nothing for group and others"] : [],
    help: shell`chmod ${octal(wanted)} ${pathWord(name)}`,
  });
}

async function publicDifference(
  name: string,
  file: EmittedFile,
  found: Uint8Array,
  { state, texts }: Comparison,
): Promise<Finding> {
  const { diffFile } = await import("../output/diff.ts");
  const { diff, line } = diffFile(name, new TextDecoder().decode(found), file, texts);
  const place = { name, region: { start: { line, column: 1 }, end: { line, column: 1 } }, text: "" };
  const compiledHashes = listedBy(state).get(file.path)?.hashes;
  if (!compiledHashes?.size || compiledHashes.has(sha256Hex(found))) {
    return fileFinding("CLP6101", name, `Stale: ${name}: the inputs, or the compiler, have changed since`, {
      place,
      diff,
      help: RECOMPILE,
    });
  }
  const stale = !compiledHashes.has(sha256Hex(file.text));
  return fileFinding("CLP6102", name, `Edited by hand: ${name}`, {
    place,
    diff,
    notes: stale ? ["The inputs, or the compiler, have changed, too"] : [],
    help: insteadOfEditing(file.path),
  });
}

/** Says which lines differ and what they come from, and nothing of what they hold. */
async function secretDifference(
  name: string,
  file: EmittedFile,
  found: Uint8Array,
  texts: SourceTexts,
): Promise<Finding> {
  const { because } = await import("../output/diff.ts");
  const before = new Set(new TextDecoder().decode(found).split("\n"));
  const lines = file.text.trimEnd().split("\n");
  const notes = lines.flatMap((line, index) => {
    if (before.has(line)) return [];
    const reason = because(file.origins[index] ?? [], texts);
    return [`Line ${index + 1} differs${reason === "" ? "" : `, ${reason}`}`];
  });
  return fileFinding(
    "CLP6101",
    name,
    `Stale: ${name}: the credentials, or other inputs, have changed since`,
    {
      notes: notes.length > 10 ? [...notes.slice(0, 10), `And ${notes.length - 10} more lines`] : notes,
      help: "Compile again with these credentials",
    },
  );
}
