/**
 * Throw-away machines in one network, as hosts of a deployment: each has an engine, an address, an SSH server and the
 * files that all share. One more has none of these but the shared files themselves: there the operator compiles, and
 * it is no host of the list.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { RunResult } from "../conformance/programs/programs.ts";
import { cable } from "../veth.ts";
import { type ComposeFolder, composeFolder } from "./deployment.ts";
import { startEngine } from "./engine.ts";
import { type Machine, ok, startMachine } from "./machine.ts";

export interface HostMachine extends ComposeFolder {
  readonly name: string;
  readonly address: string;
  /** Ends every process at once, as a power cut does; then the engine and the SSH server start again. */
  cutPower(): Promise<void>;
}

export interface SeveralHosts {
  readonly operator: Machine;
  readonly hosts: readonly HostMachine[];
  host(name: string): HostMachine;
  stop(): Promise<void>;
}

export interface Network {
  /** Name → IPv4 of a /24. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Where the operator's machine is in it. */
  readonly operator: string;
  /** Where each host has its bundle. */
  readonly folder: string;
  /** What all hosts see, by paths that the operator's machine has below /export. */
  readonly shared: readonly string[];
  /** Whose what is shared is. */
  readonly owner: number;
}

const BRIDGE = "hosts";
const KEY = "/root/.ssh/id_ed25519";

/** Connects machines, as a switch does. It is in the operator's machine, so that it ends with that. */
export async function startHosts(network: Network): Promise<SeveralHosts> {
  const started: Machine[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((machine) => machine.stop()));
  };
  try {
    const operator = await startMachine();
    started.push(operator);
    await ok(
      sh(
        operator,
        OPERATOR_SETUP,
        BRIDGE,
        `${network.operator}/24`,
        KEY,
        `${network.owner}`,
        ...network.shared,
      ),
    );
    const { stdout: key } = await ok(operator.run(["cat", `${KEY}.pub`]));
    const { stdout: secret } = await ok(operator.run(["cat", KEY]));
    const hosts: HostMachine[] = [];
    for (const [index, [name, address]] of Object.entries(network.addresses).entries()) {
      const machine = await startEngine();
      started.push(machine);
      plugIn(operator, machine, `port-${index}`);
      await ok(sh(operator, 'ip link set "$1" master "$2" up', `port-${index}`, BRIDGE));
      await ok(sh(machine, HOST_SETUP, name, `${address}/24`, KEY, key, secret));
      await ok(sh(machine, START_SSH));
      for (const path of network.shared) share(operator, join("/export", path), machine, path);
      hosts.push({
        ...composeFolder(machine, network.folder),
        name,
        address,
        cutPower: () => cutPower(machine),
      });
    }
    return {
      operator,
      hosts,
      host: (name) => hosts.find((one) => one.name === name)!,
      stop,
    };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

function sh(machine: Machine, script: string, ...args: readonly string[]): Promise<RunResult> {
  return machine.run(["sh", "-euc", script, "sh", ...args]);
}

/** A switch, and what hosts share, whose servers run as one user. */
const OPERATOR_SETUP = `
  bridge=$1 address=$2 key=$3 owner=$4
  shift 4
  ip link add "$bridge" type bridge
  ip address add "$address" dev "$bridge"
  ip link set "$bridge" up
  mkdir -p -m 700 /root/.ssh
  rm -f "$key" "$key.pub"
  ssh-keygen -q -t ed25519 -N '' -f "$key"
  printf 'Host *\\n  StrictHostKeyChecking accept-new\\n  IdentityFile %s\\n' "$key" >/root/.ssh/config
  mkdir -p /export
  mount -t tmpfs tmpfs /export
  for path; do
    mkdir -p "/export$path"
    chown "$owner:$owner" "/export$path"
  done`;

/** The operator may log in by the key, and from there each host to each. */
const HOST_SETUP = `
  hostname "$1"
  ip address add "$2" dev eth0
  ip link set eth0 up
  mkdir -p -m 700 /root/.ssh
  (umask 077 && printf %s "$5" >"$3")
  printf %s "$4" >/root/.ssh/authorized_keys
  printf 'Host *\\n  StrictHostKeyChecking accept-new\\n  IdentityFile %s\\n' "$3" >/root/.ssh/config
  rm -f /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key.pub
  ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key`;

const START_SSH = `
  mkdir -p /run/sshd
  /usr/sbin/sshd -f /dev/null -o HostKey=/etc/ssh/ssh_host_ed25519_key -o PermitRootLogin=prohibit-password -o StrictModes=no`;

/** What was killed may need a moment to be gone; of /run a restart leaves nothing. */
const ENDED = `
  daemon=$(cat /run/docker.pid)
  while [ -d "/proc/$daemon" ]; do sleep 0.1; done
  rm -f /run/docker.pid`;

/** A cable between the operator's machine and a host, whose end is eth0 there. */
function plugIn(operator: Machine, machine: Machine, port: string): void {
  cable({ namespace: `${operator.pid}`, device: port }, { namespace: `${machine.pid}`, device: "eth0" });
}

function share(owner: Machine, directory: string, machine: Machine, target: string): void {
  const script = join(import.meta.dirname, "machine/share.py");
  execFileSync("python3", [script, `${owner.pid}`, directory, `${machine.pid}`, target]);
}

async function cutPower(machine: Machine): Promise<void> {
  // All but the machine's first process, and this one itself.
  await machine.run(["sh", "-c", "kill -KILL -1"]);
  await ok(sh(machine, ENDED));
  await ok(machine.run(["start-engine"]));
  await ok(sh(machine, START_SSH));
}
