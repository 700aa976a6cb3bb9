/** What `npm run try` tells has keys in place of secrets. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withoutSecrets } from "../sound.ts";

test("a secret is told by its key, in whatever form a log has it", () => {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-told-"));
  try {
    writeFileSync(
      join(folder, "credentials.yaml"),
      'queue: { username: clp-user, password: "fake p\\"ss" }\n',
    );
    const log = [
      'Access refused for clp-user by fake p"ss',
      "amqp://clp-user:fake%20p%22ss@queue:5672",
      '{"password":"fake p\\"ss"}',
      Buffer.from('fake p"ss').toString("base64"),
    ];
    expect(withoutSecrets(log.join("\n"), folder).split("\n")).toEqual([
      "Access refused for clp-user by <queue.password>",
      "amqp://clp-user:<queue.password>@queue:5672",
      '{"password":"<queue.password>"}',
      "<queue.password>",
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
