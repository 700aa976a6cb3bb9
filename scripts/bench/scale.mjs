// Many configurations in one process, each another one: time must grow with their number alone, and memory not at all.
// Run as a process of its own: node scripts/bench/scale.mjs COUNT; prints JSON.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";

const root = join(import.meta.dirname, "../..");
const { compile, useSha256 } = await import(join(root, "dist/mod.js"));
useSha256((data) => createHash("sha256").update(data).digest("hex"));
// As the program itself does for many deployments (src/cli/host.ts), and docs/api.md says.
setFlagsFromString("--heap-growing-percent=100");
const fixture = join(root, "fixtures/ok/01-full");
const [config, credentials, site] = ["clp-config.yaml", "credentials.yaml", "clp-site.yaml"].map((name) =>
  readFileSync(join(fixture, name), "utf8"),
);
const count = Number(process.argv[2]);
const tenth = Math.floor(count / 10);

/** Milliseconds of CPU of the configurations from a number on. */
function tenthFrom(first) {
  const before = process.cpuUsage();
  for (let number = first; number < first + tenth; number += 1) {
    const { ok } = compile(
      {
        // Another port of the web UI each time, which most outputs name.
        config: {
          name: "clp-config.yaml",
          content: config.replace("port: 4000", `port: ${10_000 + number}`),
        },
        credentials: { name: "credentials.yaml", content: credentials },
        site: { name: "clp-site.yaml", content: site },
      },
      { secrets: true },
    );
    if (!ok) throw new Error(`configuration ${number} has errors`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const tenths = Array.from({ length: 10 }, (_, index) => tenthFrom(index * tenth));
const { maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ configs: tenth * 10, tenths, megabytes: maxRSS / 1024 }));
