/** A server of the files of a folder, on loopback. */
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";

export interface FileServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Serves each file of a folder by its name, whatever folder the URL names. */
export async function serve(folder: string): Promise<FileServer> {
  const server = createServer((request, response) => {
    const path = join(folder, basename(new URL(request.url ?? "/", "http://localhost").pathname));
    if (existsSync(path)) createReadStream(path).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
