/** The unit that starts one host of several again after a reboot, since Docker heeds `depends_on` only where Compose starts. */
import { constant } from "../../base/origin.ts";
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import { textOfLines } from "../../model/text.ts";
import { type Bundle, pathIn } from "./bundle.ts";

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
ExecStart=/usr/bin/env docker compose up --detach --wait --remove-orphans
TimeoutStartSec=infinity
Restart=on-failure
RestartSec=15

[Install]
WantedBy=multi-user.target`;

export function systemdUnit(bundle: Bundle): EmittedFile<"public"> {
  return emittedFile(
    pathIn(bundle, SYSTEMD_UNIT),
    "public",
    textOfLines(LINES.split("\n").map((text) => ({ text, origins: [FACT] }))),
  );
}
