/** Names of components, volumes, generated files and secrets come from catalogues, and a misspelt one does not compile. */
import { expect, test } from "vitest";
import { COMPOSE_PATHS } from "../../src/backends/compose/compose-paths.ts";
import { CATALOGUE } from "../../src/clp/components/catalogue.ts";
import { COMPONENT_IDS } from "../../src/clp/package/component-ids.ts";
import { GENERATED_FILES } from "../../src/clp/package/generated-files.ts";
import { healthy } from "../../src/lower/definition.ts";
import { secretPart } from "../../src/lower/needed-secrets.ts";
import type { Volume } from "../../src/model/model.ts";

test("a misspelt name is a type error", () => {
  // @ts-expect-error there is no such component
  expect(healthy("querry-scheduler").on).toBe("querry-scheduler");
  // @ts-expect-error there is no such secret
  expect(secretPart("database.pasword").kind).toBe("secret");
  // @ts-expect-error there is no such key of S3
  expect(secretPart("logs_input.aws_authentication.credentials.acces_key_id").kind).toBe("secret");
  // @ts-expect-error there is no such volume
  const volume: Volume["id"] = "database-date";
  expect(volume).toBe("database-date");
  // @ts-expect-error there is no such generated file
  expect(GENERATED_FILES["redis-config"]).toBeUndefined();
});

test("the catalogue has the components in the order of their names", () => {
  expect(CATALOGUE.map(({ id }) => id)).toEqual([...COMPONENT_IDS]);
});

test("each generated file stands where the compiler may write it", () => {
  const declared = COMPOSE_PATHS.map(({ path }) => path);
  for (const path of Object.values(GENERATED_FILES)) expect(declared).toContain(`compose/${path}`);
});
