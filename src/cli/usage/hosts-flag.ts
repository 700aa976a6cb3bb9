/** The value of `init --hosts`: `control=10.0.0.11,worker-1=10.0.0.21`. */
import type { InitHost } from "../../init/hosts-sections.ts";
import { WrongUsage } from "./wrong-usage.ts";

const EXPECTED =
  "Expected NAME=ADDRESS for each, the first for all that there is once: control=10.0.0.11,worker-1=10.0.0.21";

/**
 * Names and addresses, each of them once. Whether they can be those of hosts, the compiler says.
 *
 * @throws {WrongUsage} for what is no name with an address
 */
export function hostsIn(values: readonly string[]): readonly InitHost[] {
  const items = values.flatMap((value) => value.split(",")).map((item) => item.trim());
  const hosts = items.map((item): InitHost => {
    const [, name, address] = /^([^=]+)=([^=]+)$/.exec(item) ?? [];
    if (name === undefined || address === undefined)
      throw new WrongUsage(`--hosts cannot have "${item}"`, EXPECTED);
    return { name, address };
  });
  for (const key of ["name", "address"] as const) {
    const twice = hosts.find((host, index) => hosts.findIndex((one) => one[key] === host[key]) < index);
    if (twice !== undefined) throw new WrongUsage(`--hosts has ${twice[key]} twice`, EXPECTED);
  }
  return hosts;
}
