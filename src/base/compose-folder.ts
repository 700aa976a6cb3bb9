/** A name that the Compose backend writes by, and a plan reads by. */

/** Where the output has what Docker Compose runs on one host. */
export const COMPOSE_FOLDER = "compose";
