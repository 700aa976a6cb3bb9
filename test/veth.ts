/** A cable between two network namespaces of Linux. */
import { execFileSync } from "node:child_process";

export interface CableEnd {
  /** By its name, or by the id of a process in it. */
  readonly namespace: string;
  readonly device: string;
}

export function cable(one: CableEnd, other: CableEnd, ip = "ip"): void {
  const end = ({ namespace, device }: CableEnd): readonly string[] => [device, "netns", namespace];
  const words = ["link", "add", ...end(one), "type", "veth", "peer", "name", ...end(other)];
  execFileSync(ip, words);
}
