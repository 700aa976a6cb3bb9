/** The task queue of Celery. Without Celery and without CLP's own query services nobody needs it. */
import { pick } from "../../input/typed.ts";
import { value } from "../../model/value.ts";
import { ipv4 } from "../addresses.ts";
import { external, mountVolume, published, service } from "../containers.ts";
import { define } from "../definition.ts";
import { celeryRuns, configured, every } from "../deployment.ts";
import { enabled, hostDirectories } from "../package-settings.ts";
import { below } from "../paths.ts";
import { secretPart } from "../secrets.ts";
import { informative, overridable } from "../settings.ts";

export const QUEUE_PORT = 5672;

export const queue = define({
  id: "queue",
  kind: "service",
  title: "queue (RabbitMQ)",
  description: "Task queue for schedulers",
  group: "celery",
  needs: [],
  runs: (deployment) =>
    every(
      "the queue runs where Celery does",
      celeryRuns(deployment),
      configured(pick(deployment.config, "queue")),
    ),
  settings(deployment) {
    const section = deployment.config.queue;
    const bundled = every(
      "queue is configured and bundled",
      configured(pick(deployment.config, "queue")),
      deployment.bundled("queue"),
    );
    return {
      enabled: enabled("CLP_QUEUE_ENABLED", bundled, "0"),
      logs: bundled.value
        ? informative("CLP_QUEUE_LOGS_DIR_HOST", below(hostDirectories(deployment).logs, "queue"))
        : undefined,
      host:
        section === null ? undefined : overridable("CLP_QUEUE_HOST", ipv4(deployment, pick(section, "host"))),
      port: section === null ? undefined : overridable("CLP_QUEUE_PORT", pick(section, "port")),
    };
  },
  lower(deployment, settings, facts) {
    if (!deployment.bundled("queue").value) return external(deployment, facts, "queue");
    return service(deployment, facts, "third-party", {
      image: "rabbitmq:3.9.8",
      environment: {
        RABBITMQ_DEFAULT_PASS: secretPart("queue.password"),
        RABBITMQ_DEFAULT_USER: secretPart("queue.username"),
        RABBITMQ_LOGS: "/var/log/rabbitmq/rabbitmq.log",
      },
      ports: [published("amqp", QUEUE_PORT, settings.host, settings.port)],
      mounts: [mountVolume(deployment, "queue-logs", "/var/log/rabbitmq", "rw")],
      health: { form: "exec", test: [value`rabbitmq-diagnostics`, value`check_running`] },
    });
  },
});
