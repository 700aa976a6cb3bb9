/** A migration for programs: schema/migration.schema.json says what it holds. */
import type { Account } from "../migration.ts";
import type { Shown } from "./summary.ts";

/** Findings are no part of it: --diagnostics json has them. */
export function migrationData(account: Account, { files, written }: Shown): object {
  const { from, to, decided, edits, adopted, requests, notices, clients, steps } = account;
  return {
    version: 1,
    from,
    to,
    decided,
    written,
    files,
    edits,
    adopted,
    requests: requests.map(({ to: receiver, body, why }) => ({ to: receiver, body, why })),
    notices,
    clients,
    steps,
  };
}
