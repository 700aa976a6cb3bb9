// In one process that is warm: how long a compile takes, and which part of it each backend is.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./subjects.mjs";

/** Milliseconds of CPU of one run of `work`. */
function warm(work) {
  const begin = performance.now();
  const before = process.cpuUsage();
  let count = 0;
  while (performance.now() - begin < 2000) {
    work();
    count += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

/** @returns {Promise<{ first: number, whole: number, parts: { name: string, cpu: number }[] }>} milliseconds of CPU */
export async function warmCosts() {
  const { BACKEND_NAMES, compile, useSha256, validate } = await import(join(root, "dist/mod.js"));
  // As the command line does.
  useSha256((data) => createHash("sha256").update(data).digest("hex"));
  const fixture = join(root, "fixtures/ok/01-full");
  const sources = Object.fromEntries(
    [
      ["config", "clp-config.yaml"],
      ["credentials", "credentials.yaml"],
      ["site", "clp-site.yaml"],
    ].map(([key, name]) => [key, { name, content: readFileSync(join(fixture, name)) }]),
  );
  const before = process.cpuUsage();
  compile(sources, { secrets: true });
  const { user, system } = process.cpuUsage(before);
  const all = () => compile(sources, { secrets: true });
  warm(all);
  const whole = warm(all);
  const inputs = warm(() => validate(sources));
  const parts = [
    { name: "inputs to model (validate)", cpu: inputs },
    ...BACKEND_NAMES.map((name) => ({
      name,
      cpu: warm(() => compile(sources, { secrets: true, emit: [name] })) - inputs,
    })),
  ];
  return { first: (user + system) / 1000, whole, parts };
}
