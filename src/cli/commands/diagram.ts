/** `clp-compile diagram`: Mermaid on standard output, or into a Markdown file; pictures into the output folder. */
import { print, verbatim } from "../../base/printable.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { located, readInputs } from "../files/input-files.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
import { FORBIDDEN, type Host } from "../host.ts";
import { outputPlace } from "../output/output-place.ts";
import { DIAGRAM_ALONE, diagramOf } from "../pictures/diagram-file.ts";
import { remark, whileTelling } from "../remark.ts";
import { systemCode } from "../system-error.ts";
import type { Options } from "../usage/options.ts";

const DENO_HELP = "A browser needs much: run deno with --allow-all, or draw the pictures under Node";

export async function diagramCommand(options: Options, host: Host): Promise<ExitCode> {
  if (options.all) {
    const text = (await host.compiler()).diagramOfPackage();
    return finish(text, "package", options, host);
  }
  const inputs = await readInputs({ ...options, noSecrets: true }, host);
  if (inputs.sources === undefined) {
    await reportFindings(inputs.findings, options, host);
    return EXIT.inputErrors;
  }
  const { compile } = await host.compiler();
  const compilation = compile(inputs.sources, DIAGRAM_ALONE);
  const findings = [...inputs.findings, ...findingsOf(compilation.diagnostics, compilation.texts, options)];
  await reportFindings(findings, options, host);
  if (!compilation.ok || hasErrors(findings)) return EXIT.inputErrors;
  return finish(diagramOf(compilation.files).text, "deployment", options, host);
}

/** @param subject what the diagram shows, which names the pictures */
async function finish(text: string, subject: string, options: Options, host: Host): Promise<ExitCode> {
  if (options.update !== undefined) return await update(options.update, text, options, host);
  if (options.formats.includes("mmd")) host.out(verbatim(text));
  return options.formats.some((format) => format !== "mmd")
    ? await draw(text, subject, options, host)
    : EXIT.done;
}

async function update(name: string, text: string, options: Options, host: Host): Promise<ExitCode> {
  const { updateBlock } = await import("../pictures/markdown-block.ts");
  const outcome = updateBlock(located(host, name), text, options.dryRun);
  if (outcome.kind === "refused") {
    const { reason, line, help } = outcome;
    const at = line === undefined ? undefined : { line, column: 1 };
    const place = { name, text: "", ...(at && { region: { start: at, end: at } }) };
    const finding = fileFinding("CLP6203", name, `Cannot update ${name}: ${reason}`, {
      place,
      ...(help === undefined ? {} : { help }),
    });
    await reportFindings([finding], options, host);
    return EXIT.fileSystem;
  }
  remark(print`${name}: ${outcome.kind}\n`, options, host);
  return EXIT.done;
}

/** Draws each picture for light and for dark pages. */
async function draw(text: string, subject: string, options: Options, host: Host): Promise<ExitCode> {
  const { PICTURE_FORMATS, PICTURE_THEMES, PictureError, renderPictures } = await import(
    "../pictures/pictures.ts"
  );
  const { picturePath, writePictures } = await import("../pictures/picture-files.ts");
  const wishes = PICTURE_FORMATS.filter((format) => options.formats.includes(format)).flatMap((format) =>
    PICTURE_THEMES.map((theme) => ({ format, theme })),
  );
  const folder = await outputPlace(options.out, host);
  if ("code" in folder) {
    await reportFindings([folder], options, host);
    return EXIT.fileSystem;
  }
  if (options.dryRun) {
    for (const wish of wishes)
      host.err(print`${options.out}/${picturePath(subject, wish)}: would be drawn\n`);
    return EXIT.done;
  }
  try {
    const drawing = {
      directory: host.directory === "" ? process.cwd() : host.directory,
      variable(name: string) {
        const value = host.variable(name);
        if (value === FORBIDDEN)
          throw new PictureError(
            `Cannot look for a browser: Deno was not given the permission --allow-env=${name}`,
            DENO_HELP,
          );
        return value;
      },
      uid: process.getuid?.(),
    };
    const pictures = await whileTelling(
      `drawing ${wishes.length} pictures in Chromium`,
      options,
      host,
      async () => await renderPictures(text, wishes, drawing),
    );
    const outcome = writePictures(folder, subject, pictures);
    if (outcome.kind === "refused") {
      await reportFindings(outcome.findings, options, host);
      return EXIT.fileSystem;
    }
    const verbs = { create: "drawn", update: "drawn anew", keep: "unchanged" } as const;
    for (const { kind, path } of outcome.steps)
      remark(print`${options.out}/${path}: ${verbs[kind]}\n`, options, host);
    return EXIT.done;
  } catch (error) {
    // Deno refuses by errors of its own, which name the permission.
    const refused = /^(?:NotCapable|PermissionDenied)$/.test(systemCode(error) ?? "");
    if (!(error instanceof PictureError) && !refused) throw error;
    const { message, help } =
      error instanceof PictureError ? error : new PictureError(`Cannot draw: ${String(error)}`, DENO_HELP);
    await reportFindings(
      [fileFinding("CLP6501", `${options.out}/diagram`, message, { help })],
      options,
      host,
    );
    return EXIT.inputErrors;
  }
}
