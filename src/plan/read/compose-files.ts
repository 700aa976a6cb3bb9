/** The files of a compiled Docker Compose deployment that a plan reads, by their paths below the output folder. */
import { COMPOSE_FOLDER } from "../../base/compose-folder.ts";

export const COMPOSE_FILE = `${COMPOSE_FOLDER}/docker-compose.yaml`;
export const ENV = `${COMPOSE_FOLDER}/.env`;
export const ENV_EXAMPLE = `${COMPOSE_FOLDER}/.env.example`;
export const PREPARE_SCRIPT = `${COMPOSE_FOLDER}/prepare.sh`;
export const CONTAINER_CONFIG = `${COMPOSE_FOLDER}/var/log/.clp-config.yaml`;
