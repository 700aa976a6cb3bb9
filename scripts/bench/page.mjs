// docs/performance.md, from the result of one run.

/** @returns {string} Markdown */
export function page(result, budgets) {
  const { machine, version, runs, processes, absent, warm, scale, size } = result;
  const busy = machine.load > machine.cores / 2;
  return `${[
    "# How fast it is, and how large",
    `Written by \`npm run bench -- --write\`, of version ${version}. Times are this machine's; ratios travel further. \`--against DIR\` compares with the \`dist/\` of another build, \`--budget\` fails where a budget is exceeded.`,
    `The machine: ${machine.processor}, ${machine.cores} cores, ${machine.gigabytes} GB of memory, ${machine.system}, with a load of ${machine.load.toFixed(1)} when the run began.${busy ? " **It was at work with other things, so that these numbers are a first sight and are to be measured again on an idle one.**" : ""}`,
    ...(processes === undefined
      ? []
      : [
          "## Whole commands",
          `Medians of ${runs} interleaved runs on [\`fixtures/ok/01-full\`](../fixtures/ok/01-full); ratios are to the bare runtime of the same version, those of programs of others to the Node that ran the bench. Each Node has the code cache of its own version.`,
          table(
            ["Command", "Wall", "CPU", "Wall, ratio", "CPU, ratio"],
            processes.map((one) => [
              one.title,
              `${one.wall.toFixed(0)} ms`,
              `${one.cpu.toFixed(0)} ms`,
              `${one.wallRatio.toFixed(2)} ×`,
              `${one.cpuRatio.toFixed(2)} ×`,
            ]),
          ),
          ...(absent.length === 0 ? [] : [`Not measured: ${absent.join("; ")}.`]),
        ]),
    ...(warm === undefined
      ? []
      : [
          "## In one process",
          `The first compile takes ${warm.first.toFixed(1)} ms of CPU, later ones, when V8 is done with optimizing, ${warm.whole.cpu.toFixed(1)} ms, and ${warm.whole.wall.toFixed(1)} ms of the wall's time, which is ${(1000 / warm.whole.wall).toFixed(0)} a second. Of the CPU's:`,
          table(
            ["Part", "CPU"],
            warm.parts.map(({ name, cpu }) => [name, `${cpu.toFixed(1)} ms`]),
          ),
        ]),
    ...(scale === undefined
      ? []
      : [
          "## Many configurations",
          `${scale.configs} different ones in one process, which collects its garbage once the heap has doubled, take ${scale.each.toFixed(1)} ms of CPU each; the last tenth takes ${scale.growth.toFixed(2)} × the first, and memory never exceeds ${scale.megabytes.toFixed(0)} MB.`,
        ]),
    ...(size === undefined
      ? []
      : [
          "## Size",
          `The program is one file of ${kilobytes(size.bytes)}. Built for the first release of CLP alone, without what is there for later ones and for the way from one to another, it would have ${kilobytes(size.first)}: the releases make it ${percent(size.growth)} larger. \`npm run bench -- --only size\` says so of any checkout.`,
        ]),
    "## Budgets of a release",
    table(
      ["Budget", "Found"],
      budgets.map(({ what, found, holds }) => [
        what,
        `${found.replace(/^: /, "")}${found === "" ? "" : ", "}${holds === undefined ? "open" : holds ? "holds" : "**over**"}`,
      ]),
    ),
  ].join("\n\n")}\n`;
}

/** Thousands of bytes. */
export function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} KB`;
}

export function percent(part) {
  return `${(part * 100).toFixed(1)} %`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
