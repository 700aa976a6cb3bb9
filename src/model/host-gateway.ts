/** A fact that lowering and Compose share. */

/** Docker's own name for the machine on which a container runs; it must be given to each container by `host-gateway`. */
export const HOST_GATEWAY = "host.docker.internal";
