/** The published schemas in a real editor's server: yaml-language-server, asked as an editor asks it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "clp-compile-editor-"));

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Server {
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  readonly notify: (method: string, params: unknown) => void;
  /** What the server says about a file, once it has said something. */
  readonly diagnostics: (
    uri: string,
  ) => Promise<readonly { readonly message: string; readonly range: Range }[]>;
  readonly stop: () => void;
}

interface Range {
  readonly start: { readonly line: number; readonly character: number };
}

/** Speaks the language server protocol over standard streams. */
function start(): Server {
  const server: ChildProcess = spawn(
    process.execPath,
    [join(ROOT, "node_modules/yaml-language-server/bin/yaml-language-server"), "--stdio"],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const waiting = new Map<number, (result: unknown) => void>();
  const said = new Map<string, readonly { readonly message: string; readonly range: Range }[]>();
  const listeners: (() => void)[] = [];
  let id = 0;
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const take = (message: Message): void => {
    if (message.method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: [] };
      said.set(uri, diagnostics);
      for (const listener of listeners) listener();
    } else if (message.method !== undefined && message.id !== undefined) {
      // The server asks for settings: it has the defaults, and looks for no schema elsewhere.
      const items = (message.params as { items?: readonly unknown[] } | undefined)?.items ?? [];
      send({ id: message.id, result: items.map(() => null) });
    } else if (message.id !== undefined) {
      waiting.get(message.id)?.(message.result);
      waiting.delete(message.id);
    }
  };
  let buffer = Buffer.alloc(0);
  server.stdout!.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const head = buffer.indexOf("\r\n\r\n");
      const length = Number(
        /Content-Length: (\d+)/i.exec(buffer.subarray(0, Math.max(0, head)).toString())?.[1],
      );
      if (head < 0 || buffer.length < head + 4 + length) return;
      const body = buffer.subarray(head + 4, head + 4 + length).toString();
      buffer = buffer.subarray(head + 4 + length);
      take(JSON.parse(body) as Message);
    }
  });
  return {
    request: (method, params) =>
      new Promise((resolve) => {
        id += 1;
        waiting.set(id, resolve);
        send({ id, method, params });
      }),
    notify: (method, params) => send({ method, params }),
    diagnostics: (uri) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = said.get(uri);
          if (found !== undefined) resolve(found);
        };
        listeners.push(look);
        look();
      }),
    stop: () => server.kill(),
  };
}

let server: Server;

beforeAll(async () => {
  writeFileSync(
    join(folder, "clp-config.schema.json"),
    readFileSync(join(ROOT, "schema/clp-config.schema.json")),
  );
  server = start();
  await server.request("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { textDocument: { completion: { completionItem: { documentationFormat: ["markdown"] } } } },
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "clp" }],
  });
  server.notify("initialized", {});
});

afterAll(() => {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a text with the schema's line on top, as docs/schemas.md shows it. */
function open(name: string, text: string): { readonly uri: string; readonly at: (marker: string) => object } {
  const uri = pathToFileURL(join(folder, name)).href;
  const whole = `# yaml-language-server: $schema=./clp-config.schema.json\n${text}`;
  writeFileSync(join(folder, name), whole);
  server.notify("textDocument/didOpen", {
    textDocument: { uri, languageId: "yaml", version: 1, text: whole },
  });
  return {
    uri,
    at(marker) {
      const offset = whole.indexOf(marker) + marker.length;
      const before = whole.slice(0, offset).split("\n");
      return {
        textDocument: { uri },
        position: { line: before.length - 1, character: before.at(-1)!.length },
      };
    },
  };
}

describe("the line yaml-language-server: $schema=", () => {
  test("a typo is an error, at its place", async () => {
    const { uri } = open("typo.yaml", "webui:\n  prot: 4001\n");
    const [first] = await server.diagnostics(uri);
    expect(first?.message).toContain("prot");
    expect(first?.range.start).toEqual({ line: 2, character: 2 });
  });

  test("a wrong value is one", async () => {
    const { uri } = open("value.yaml", "webui:\n  port: 70000\n");
    expect((await server.diagnostics(uri))[0]?.range.start).toEqual({ line: 2, character: 8 });
  });

  test("what only two keys together make wrong is one", async () => {
    const { uri } = open("together.yaml", "package:\n  query_engine: presto\n");
    expect((await server.diagnostics(uri)).length).toBeGreaterThan(0);
  });

  test("what is right is none", async () => {
    const { uri } = open("right.yaml", "webui:\n  port: 4001\n");
    expect(await server.diagnostics(uri)).toEqual([]);
  });

  test("a key's meaning is shown", async () => {
    const { at } = open("hover.yaml", "webui:\n  port: 4001\n");
    const hover = (await server.request("textDocument/hover", at("  po"))) as { contents: { value: string } };
    expect(hover.contents.value).toMatch(/port/i);
  });

  test("keys and values are completed", async () => {
    const labels = async (name: string, text: string, marker: string): Promise<readonly string[]> => {
      const found = (await server.request("textDocument/completion", open(name, text).at(marker))) as {
        items: readonly { label: string }[];
      };
      return found.items.map(({ label }) => label);
    };
    expect(await labels("keys.yaml", "webui:\n  \n", "webui:\n  ")).toEqual(
      expect.arrayContaining(["host", "port", "rate_limit"]),
    );
    expect(await labels("words.yaml", "webui:\n  query_engine: \n", "query_engine: ")).toEqual(
      expect.arrayContaining(["clp", "clp-s", "presto"]),
    );
  });
});
