/** `clp-compile migrate --to VERSION`: the inputs of one release of CLP become those of another. */
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import { migrateTogether } from "../project/migrate-project.ts";
import type { Options } from "../usage/options.ts";

/** One deployment, for which there is no other to regard. */
export async function migrateCommand(options: Options, host: Host): Promise<ExitCode> {
  const run = await migrateTogether({ asked: [options], others: [] }, host);
  return await run(options, host);
}
