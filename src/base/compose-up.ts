/** The command that starts a deployment on Docker Compose, and applies a change. */
import { shell } from "./shell.ts";

export const UP = shell`docker compose up --detach --wait --remove-orphans`;
