/** The program by which Compose waits for a server of others: until it answers, for so long, and telling no secret. */
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { waitingProgram } from "../../src/backends/waiting-program.ts";
import { run } from "./programs/programs.ts";
import { freePort } from "./programs/servers.ts";

const SECRET = "p@ss w/ord 'of' a \"test\"";

/** The client library of some server, which connects and does what a library may do with a refusal. */
const QUESTION = [
  "import socket",
  'socket.create_connection(("127.0.0.1", int(os.environ["PORT"])), timeout=3).close()',
  'if os.environ["REFUSED"] == "yes":',
  '    raise ValueError("refused: " + os.environ["SECRET"])',
];

async function wait(seconds: number, port: number, refused: "yes" | "no" = "no") {
  const program = waitingProgram(QUESTION, { seconds, asked: "SERVER" }).join("\n");
  const env = { PORT: `${port}`, SERVER: `db.internal:${port}`, SECRET, REFUSED: refused };
  return run("python3", ["-u", "-c", program], { env });
}

describe("a wait for a server of others", () => {
  test("ends with the answer of a server that is late", async () => {
    const port = await freePort();
    const waiting = wait(60, port);
    const server = createServer((socket) => socket.destroy());
    setTimeout(() => server.listen(port, "127.0.0.1"), 3000);
    const { code, stdout, stderr } = await waiting;
    server.close();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`db.internal:${port}: ConnectionRefusedError 111\n`);
  });

  test("gives up where nobody listens, and names host, port and reason", async () => {
    const port = await freePort();
    const { code, stderr } = await wait(1, port);
    expect(code).toBe(1);
    expect(stderr).toBe(`gave up after 1 seconds: db.internal:${port}: ConnectionRefusedError 111\n`);
  });

  test("tells no secret that a client library put into an error", async () => {
    const server = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((listening) =>
      server.listen(0, "127.0.0.1", () => listening((server.address() as { port: number }).port)),
    );
    const { code, stdout, stderr } = await wait(1, port, "yes");
    server.close();
    expect(code).toBe(1);
    expect(stderr).toBe(`gave up after 1 seconds: db.internal:${port}: ValueError\n`);
    expect(stdout).not.toContain("p@ss");
  });
});
