// In one process that is warm: how long a compile takes, and which part of it each backend is.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./subjects.mjs";

/** Milliseconds of one run of `work`, of two seconds of them. */
function cost(work) {
  const begin = performance.now();
  const before = process.cpuUsage();
  let count = 0;
  while (performance.now() - begin < 2000) {
    work();
    count += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - begin) / count, cpu: (user + system) / 1000 / count };
}

/** The same once it gets no faster: V8 goes on to optimize for some hundreds of runs. */
function warm(work) {
  let [before, now] = [cost(work), cost(work)];
  for (let again = 0; again < 10 && now.wall < before.wall * 0.97; again += 1)
    [before, now] = [now, cost(work)];
  return now;
}

/**
 * @returns {Promise<{ first: number, whole: { wall: number, cpu: number }, parts: { name: string, cpu: number }[] }>}
 * milliseconds, of CPU where nothing else is said
 */
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
  const whole = warm(all);
  const inputs = warm(() => validate(sources)).cpu;
  const parts = [
    { name: "inputs to model (validate)", cpu: inputs },
    ...BACKEND_NAMES.map((name) => ({
      name,
      cpu: warm(() => compile(sources, { secrets: true, emit: [name] })).cpu - inputs,
    })),
  ];
  return { first: (user + system) / 1000, whole, parts };
}
