/** What Compose's own parser reads from our `.env` is the value, byte for byte (invariant 4). */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { dotenvLine } from "../../src/backends/dotenv.ts";
import { run } from "./programs/programs.ts";

const folder = mkdtempSync(join(tmpdir(), "clp-compile-dotenv-"));
afterAll(() => rmSync(folder, { recursive: true }));

const hostile = fc.string({ unit: fc.constantFrom(..."$'\"\\`#{} =:!%&\n\r\tab1é世🔑"), maxLength: 24 });
const anything = fc.string({ unit: "grapheme", maxLength: 24 });
const values = fc
  .sample(fc.oneof(hostile, hostile, anything), { numRuns: 1500, seed: 20 })
  .filter((value) => !value.includes("\0") && value.isWellFormed());

test("1,500 values come out as they went in", async () => {
  const environment = values.map((_, index) => `      V${index}: "\${V${index}?missing}"`).join("\n");
  writeFileSync(
    join(folder, "docker-compose.yaml"),
    `services:\n  x:\n    image: x\n    environment:\n${environment}\n`,
  );
  writeFileSync(
    join(folder, ".env"),
    `${values.map((value, index) => dotenvLine(`V${index}`, value)).join("\n")}\n`,
  );
  const { code, stdout, stderr } = await run("docker-compose", ["config", "--format", "json"], {
    cwd: folder,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const read = (JSON.parse(stdout) as { services: { x: { environment: Record<string, string> } } }).services.x
    .environment;
  // `docker compose config` doubles each `$`, so that its output can be read again.
  const wrong = values.flatMap((value, index) =>
    read[`V${index}`]?.replaceAll("$$", "$") === value
      ? []
      : [{ value, line: dotenvLine("V", value), read: read[`V${index}`] }],
  );
  expect(wrong).toEqual([]);
});
