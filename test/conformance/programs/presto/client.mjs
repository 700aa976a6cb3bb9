// In the place of Presto's own client, which no registry has: the options that docs/presto.md gives it.
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    server: { type: "string", default: "http://127.0.0.1:8080" },
    catalog: { type: "string" },
    schema: { type: "string" },
    execute: { type: "string" },
    "output-format": { type: "string", default: "CSV" },
  },
});
const headers = {
  "X-Presto-User": "somebody",
  ...(values.catalog === undefined ? {} : { "X-Presto-Catalog": values.catalog }),
  ...(values.schema === undefined ? {} : { "X-Presto-Schema": values.schema }),
};

// A statement's answer comes in pages, each of which names the next.
let page = await ask(`${values.server}/v1/statement`, { method: "POST", body: values.execute });
for (;;) {
  for (const row of page.data ?? [])
    console.log(
      values["output-format"] === "JSON" ? JSON.stringify(row) : row.map((one) => `"${one}"`).join(","),
    );
  if (page.error !== undefined) {
    console.error(`Query failed: ${page.error.message}`);
    process.exit(1);
  }
  if (page.nextUri === undefined) break;
  page = await ask(page.nextUri);
}

async function ask(url, options = {}) {
  const answer = await fetch(url, { ...options, headers });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}
