/** The way back is the last step: after the edits are made it has no command that would only ask. */
import { expect, test } from "vitest";
import { migrate } from "../../src/migrate/migrate.ts";
import { requestFor } from "./migrated.ts";

function wayBack(config: string, write: boolean) {
  const site = { name: "clp-site.yaml", content: 'clp_version: "0.9.0"\n' };
  const sources = { config: { name: "clp-config.yaml", content: config }, site };
  const { steps, decided } = migrate({ ...requestFor(sources, "0.9.0", "0.13.0"), write });
  expect(decided).toBe(true);
  const { text, commands } = steps.at(-1)!;
  expect(text).toMatch(/^The way back/);
  return { text, commands: commands.map(String) };
}

const ROLE =
  "logs_input: {type: s3, aws_authentication: {type: ec2}}\napi_server: null\nlog_ingestor: null\n";
const MIGRATES = expect.stringContaining("clp-compile migrate --from 0.13.0 --to 0.9.0");

test("copies of the inputs are put back where they were made before", () => {
  const { commands } = wayBack(ROLE, false);
  expect(commands).toContain("cp -p clp-config.yaml.v0.9.0 clp-config.yaml");
  expect(commands).not.toContainEqual(MIGRATES);
});

test("edited inputs are migrated back where nothing has to be asked", () => {
  expect(wayBack("webui: {port: 4001}\n", true).commands).toContainEqual(MIGRATES);
});

test("where something would be asked, the inputs come from where they are kept", () => {
  const { text, commands } = wayBack(ROLE, true);
  expect(commands).not.toContainEqual(MIGRATES);
  expect(text).toContain("Take the inputs from where you keep them: no command knows what all of them were");
});
