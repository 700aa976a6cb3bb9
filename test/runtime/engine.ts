/** Docker on a machine. */
import { loadImages } from "./images.ts";
import { type CommandOptions, type Machine, OPERATOR, ok, startMachine } from "./machine.ts";

/** A machine whose engine answers. */
export async function startEngine(): Promise<Machine> {
  const machine = await startMachine();
  try {
    await ok(machine.run(["start-engine"]));
    return machine;
  } catch (problem) {
    await machine.stop();
    throw problem;
  }
}

/** Ends the engine as a host's restart does, or kills it, and starts it again. */
export async function restartEngine(machine: Machine, signal: "-TERM" | "-KILL" = "-TERM"): Promise<void> {
  await ok(machine.run(["stop-engine", signal]));
  await ok(machine.run(["start-engine"]));
}

/**
 * Removes what deployments have left on a machine, for the next one; whatever became of them. `/data` is where some plans
 * move data: a directory of an earlier one there would take the next one's into itself, and its passwords count.
 */
export async function wipe(machine: Machine): Promise<void> {
  const remove = `
    docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes
    docker network prune --force
    kill $(cat /run/dnsmasq.pid) && rm /run/dnsmasq.pid
    rm -rf /home/clp /srv/* /srv-data /data /backup`;
  await machine.run(["sh", "-c", remove]);
}

const ROOTLESS_SOCKET = `/run/user/${OPERATOR.uid}/docker.sock`;

/** What an engine without root is found by; its images are not there yet. */
const ROOTLESS = {
  XDG_RUNTIME_DIR: `/run/user/${OPERATOR.uid}`,
  DOCKER_HOST: `unix://${ROOTLESS_SOCKET}`,
};

/** A machine whose engine runs without root, as the operator's own; `docker` finds it, whoever calls. */
export async function startRootlessEngine(): Promise<Machine> {
  const machine = await startMachine();
  const self: Machine = {
    ...machine,
    engine: ROOTLESS_SOCKET,
    run: (command, options: CommandOptions = {}) =>
      machine.run(command, { ...options, env: { ...ROOTLESS, ...options.env } }),
  };
  try {
    await ok(self.run(["start-rootless-engine", `${OPERATOR.uid}`]));
    // The store is root's: an engine of somebody else cannot have its layers.
    await loadImages(self);
    return self;
  } catch (problem) {
    await machine.stop();
    throw problem;
  }
}
