/** The unit that starts one host of several again after a reboot, since Docker heeds `depends_on` only where Compose starts. */

import { UP } from "../../base/compose-up.ts";
import { constant } from "../../base/origin.ts";
import { withSecrets } from "../../base/secrets-in-environment.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import { textOfLines } from "../../model/text.ts";
import { type Bundle, pathIn } from "./bundle.ts";
import { secretsAskedFor } from "./env-file.ts";
import { isWithoutFiles } from "./environment.ts";

/** Its instance is the path of the folder, as systemd-escape writes it. */
export const SYSTEMD_UNIT = "clp-compile@.service";

const FACT = constant("the unit is the same on every host: its instance is the path of the folder");

/** A wait that has given up is begun again: another host may take longer to come back. */
const LINES = `# Made by clp-compile. Starts CLP after a reboot, in the order in which its services wait for each other.
# Once: sudo cp clp-compile@.service /etc/systemd/system/ &&
#   sudo systemctl enable --now "clp-compile@$(systemd-escape --path "$PWD").service"
[Unit]
Description=CLP in %f
Requires=docker.service
After=docker.service network-online.target
Wants=network-online.target
RequiresMountsFor=%f

[Service]
Type=oneshot
RemainAfterExit=yes
WorkingDirectory=%f
ExecStart=/usr/bin/env START
TimeoutStartSec=infinity
Restart=on-failure
RestartSec=15

[Install]
WantedBy=multi-user.target`;

/** Where secrets are in no file. */
const IN_ENVIRONMENT = `
# Secrets are in no file: SOPS gives them to what it starts, from secrets.yaml, and needs its key for that.
# Where another program keeps them, that one's line goes in place of ExecStart: sudo systemctl edit
#   [Service]
#   Environment=SOPS_AGE_KEY_FILE=/root/clp.agekey`;

export function systemdUnit(bundle: Bundle): EmittedFile<"public"> {
  const { options } = bundle;
  const inEnvironment = isWithoutFiles(options) && secretsAskedFor(bundle).length > 0;
  const lines = LINES.replace("START", inEnvironment ? withSecrets(UP) : UP).split("\n");
  const origins = inEnvironment ? [FACT, options.secrets.origin] : [FACT];
  const head = lines.indexOf("[Unit]");
  const said = inEnvironment ? IN_ENVIRONMENT.split("\n").slice(1) : [];
  return emittedFile(
    pathIn(bundle, SYSTEMD_UNIT),
    "public",
    textOfLines([...lines.slice(0, head), ...said, ...lines.slice(head)].map((text) => ({ text, origins }))),
  );
}
