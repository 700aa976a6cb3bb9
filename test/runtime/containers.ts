/**
 * What a machine's engine says of containers and is told of images, at its socket: who waits for a deployment asks
 * often, and a program for each question would take the processor from what is waited for.
 */
import { once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import type { Machine } from "./machine.ts";

/** A container as the engine describes it. */
export interface Container {
  readonly Id: string;
  readonly Name: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly Health?: { readonly Status: string; readonly Log?: readonly { readonly Output: string }[] };
  };
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
}

/** The containers of a project of Compose, those that have ended as well; none that `run` made for a moment. */
export async function containersOf(machine: Machine, project: string): Promise<readonly Container[]> {
  const label = [`com.docker.compose.project=${project}`, "com.docker.compose.oneoff=False"];
  const filters = encodeURIComponent(JSON.stringify({ label }));
  const listed = JSON.parse(
    await ask(machine, `/containers/json?all=true&filters=${filters}`),
  ) as Container[];
  const all = await Promise.all(
    listed.map(async ({ Id: id }) => {
      // One that goes between the list and the question is not there any more.
      const described = await ask(machine, `/containers/${id}/json`, { unlessGone: true });
      return described === "" ? undefined : (JSON.parse(described) as Container);
    }),
  );
  return all.filter((one) => one !== undefined);
}

/** What a container has written to its standard output and error, or the last lines of it. */
export async function outputOf(machine: Machine, id: string, tail: number | "all" = "all"): Promise<string> {
  const framed = await ask(machine, `/containers/${id}/logs?stdout=true&stderr=true&tail=${tail}`, {
    encoding: "latin1",
  });
  return withoutFrames(Buffer.from(framed, "latin1")).toString();
}

/** Gives an image of the engine's another name, too. */
export async function nameImage(machine: Machine, image: string, name: string): Promise<void> {
  const [, repo = "", tag = "latest"] = /^(.*?)(?::([^:/]*))?$/s.exec(name) ?? [];
  const query = new URLSearchParams({ repo, tag });
  await ask(machine, `/images/${image}/tag?${query}`, { method: "POST" });
}

/** Before each piece of the output of a container without a terminal stands its stream and, in four bytes, its length. */
function withoutFrames(framed: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= framed.length; ) {
    const end = at + 8 + framed.readUInt32BE(at + 4);
    pieces.push(framed.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(pieces);
}

interface Asked {
  readonly method?: "GET" | "POST";
  readonly encoding?: BufferEncoding;
  /** True where an answer of 404 is one, and empty. */
  readonly unlessGone?: boolean;
}

async function ask(
  machine: Machine,
  path: string,
  { method = "GET", encoding = "utf8", unlessGone = false }: Asked = {},
): Promise<string> {
  const asked = request({ socketPath: machine.path(machine.engine), path, method });
  asked.end();
  const [response] = await once(asked, "response");
  response.setEncoding(encoding);
  const answer = await text(response);
  if (response.statusCode === 404 && unlessGone) return "";
  if (response.statusCode !== (method === "POST" ? 201 : 200))
    throw new Error(`${path}: the engine answers ${response.statusCode}: ${answer}`);
  return answer;
}
