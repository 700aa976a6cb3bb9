/** `clp-compile check`: is the output folder what the inputs give? Writes nothing. */

import { sha256Hex } from "../../base/hash.ts";
import { print } from "../../base/printable.ts";
import { pathWord, shell } from "../../base/shell.ts";
import type { EmittedFile, SourceTexts } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { readInputs } from "../files/input-files.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { useNativeSha256 } from "../native-sha256.ts";
import { isOfKind, withLf } from "../output/file-kind.ts";
import {
  keptBeside,
  type ListedFile,
  MANIFEST,
  type ManifestState,
  OVERRIDE_FILES,
  type OwnPaths,
  ownPaths,
  readManifest,
} from "../output/manifest.ts";
import { equalBytes, type Found, lookAt, type OutputFolder, shown } from "../output/output-folder.ts";
import { outputPlace } from "../output/output-place.ts";
import { type Compiled, listedBy, outlived, whyLeft, wrongMode } from "../output/output-plan.ts";
import type { Options } from "../usage/options.ts";

/** Bytes of a file on disk that is read to be compared. */
const LARGEST_OUTPUT = 16 * 1024 * 1024;

export async function checkCommand(options: Options, host: Host): Promise<ExitCode> {
  const inputs = await readInputs(options, host, "optional");
  if (inputs.sources === undefined) {
    await reportFindings(inputs.findings, options, host);
    return EXIT.inputErrors;
  }
  const folder = outputPlace(options.out, host);
  if ("code" in folder) {
    await reportFindings([...inputs.findings, folder], options, host);
    return EXIT.fileSystem;
  }
  const compiler = await host.compiler();
  const own = ownPaths(compiler);
  const state = readManifest(folder, own);
  const manifest = state.kind === "valid" ? state.manifest : undefined;
  // Who compiled for some backends alone checks for these, too.
  const emit = options.emit ?? (manifest?.backends.length ? manifest.backends : undefined);
  const kept = keptBeside(state, options.emit, own);
  useNativeSha256();
  const compilation = compiler.compile(inputs.sources, {
    emit,
    named: options.emit ?? [],
    secrets: inputs.hasCredentials,
    kept,
  });
  const findings = [...inputs.findings, ...findingsOf(compilation.diagnostics, compilation.texts, options)];
  if (!compilation.ok || hasErrors(findings)) {
    await reportFindings(findings, options, host);
    return EXIT.inputErrors;
  }

  const compiled = { ...compilation, kept };
  const differences = isUncompiled(folder, state, compiled)
    ? [uncompiledFinding(folder)]
    : await compare(folder, state, own, compiled, inputs.hasCredentials, compilation.texts);
  if (options.markdown.length > 0) {
    const { compareDocuments } = await import("../pictures/markdown-check.ts");
    differences.push(...(await compareDocuments(inputs.sources, compilation, compiler, options, host)));
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
const EDIT_ELSEWHERE =
  "Say it in the inputs, or, for one host, in docker-compose.override.yaml; compiling again drops the edit";

async function compare(
  folder: OutputFolder,
  state: ManifestState,
  own: OwnPaths,
  compiled: Compiled,
  withSecrets: boolean,
  texts: SourceTexts,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const manifest = state.kind === "valid" ? state.manifest : undefined;
  const listed = listedBy(state);
  const otherEnds: string[] = [];
  const encoder = new TextEncoder();
  const ownManifest = compiled.files.find(({ path }) => path === MANIFEST);
  for (const file of compiled.files) {
    if (file.path === MANIFEST) continue;
    const name = shown(folder, file.path);
    const found = lookAt(folder, file.path, LARGEST_OUTPUT);
    const secret = file.access === "secret";
    if (found.kind !== "file") {
      findings.push(notAFile(name, found));
      continue;
    }
    const bytes = encoder.encode(file.text);
    if (hasOtherEnds(found.bytes, file.text)) otherEnds.push(name);
    else if (!equalBytes(found.bytes, bytes)) {
      findings.push(
        secret
          ? await secretDifference(name, file, found.bytes, texts)
          : await publicDifference(name, file, found.bytes, listed, texts),
      );
    }
    if (wrongMode(found.mode, file.mode, secret))
      findings.push(modeFinding(name, found.mode, file.mode, secret));
  }

  const emitted = new Set(compiled.files.map(({ path }) => path));
  const unread = compiled.secretPaths.filter(({ path }) => !emitted.has(path));
  for (const { path, mode } of unread) {
    const found = lookAt(folder, path, LARGEST_OUTPUT);
    if (found.kind === "file" && wrongMode(found.mode, mode, true)) {
      findings.push(modeFinding(shown(folder, path), found.mode, mode, true));
    }
  }
  for (const one of outlived(listed, compiled)) {
    const { path } = one;
    const found = lookAt(folder, path, LARGEST_OUTPUT);
    if (found.kind === "absent") continue;
    const reason = whyLeft(one, found, (bytes) => isOfKind(bytes, own(path)?.kinds ?? []));
    const name = shown(folder, path);
    findings.push(
      fileFinding("CLP6104", name, `Orphaned: ${name}: the inputs do not give it any more`, {
        notes: reason === undefined ? [] : [capitalized(reason)],
        help:
          reason === undefined
            ? "Compile again, which removes it"
            : "Compile again: it stays where it is, and is no longer listed",
      }),
    );
  }
  if (state.kind !== "valid") findings.push(manifestFinding(folder, state));
  if (manifest?.pending !== undefined) {
    const name = shown(folder, MANIFEST);
    findings.push(
      fileFinding("CLP6111", name, `Unfinished: ${name}: a run was cut short, or is at work`, {
        help: "Compile again, for all backends, which repairs it",
      }),
    );
  }

  if (ownManifest !== undefined && manifest !== undefined && !hasErrors(findings)) {
    const found = lookAt(folder, MANIFEST, LARGEST_OUTPUT);
    const bytes = encoder.encode(ownManifest.text);
    if (found.kind === "file" && hasOtherEnds(found.bytes, ownManifest.text))
      otherEnds.push(shown(folder, MANIFEST));
    else if (found.kind === "file" && !equalBytes(found.bytes, bytes)) {
      const finding = await publicDifference(
        shown(folder, MANIFEST),
        ownManifest,
        found.bytes,
        new Map(),
        texts,
      );
      findings.push({ ...finding, code: "CLP6106" });
    }
  }

  if (otherEnds.length > 0) findings.push(endsFinding(otherEnds));

  for (const path of OVERRIDE_FILES) {
    const found = lookAt(folder, path, 0);
    if (found.kind === "absent" || ("path" in found && found.path !== path)) continue;
    const name = shown(folder, path);
    findings.push(
      fileFinding("CLP6107", name, `${name} is there, and changes what runs`, {
        severity: "note",
        notes: ["It is the operator's: docker compose merges it, and check does not compare it"],
      }),
    );
  }
  if (unread.length > 0) {
    const names = unread.map(({ path }) => shown(folder, path)).join(", ");
    findings.push({
      code: "CLP6108",
      severity: "note",
      message: `Not compared: ${names}`,
      path: [],
      related: [],
      notes: [],
      help: withSecrets
        ? "What cannot be carried there was said above"
        : "With credentials secret files are compared, too: --credentials or --credentials-from-env",
    });
  }
  return findings;
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

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
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
  listed: ReadonlyMap<string, ListedFile>,
  texts: SourceTexts,
): Promise<Finding> {
  const { diffFile } = await import("../output/diff.ts");
  const { diff, line } = diffFile(name, new TextDecoder().decode(found), file, texts);
  const place = { name, region: { start: { line, column: 1 }, end: { line, column: 1 } }, text: "" };
  const compiledHashes = listed.get(file.path)?.hashes;
  if (!compiledHashes?.size || compiledHashes.has(sha256Hex(found))) {
    return fileFinding("CLP6101", name, `Stale: ${name}: the inputs, or the compiler, have changed since`, {
      place,
      diff,
      help: RECOMPILE,
    });
  }
  const stale = !compiledHashes.has(sha256Hex(new TextEncoder().encode(file.text)));
  return fileFinding("CLP6102", name, `Edited by hand: ${name}`, {
    place,
    diff,
    notes: stale ? ["The inputs, or the compiler, have changed, too"] : [],
    help: EDIT_ELSEWHERE,
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
