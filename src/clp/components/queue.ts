/** The task queue of Celery. Without Celery and without CLP's own query services nobody needs it. */
import { pick } from "../../base/typed.ts";
import { mountVolume } from "../../lower/container-mounts.ts";
import { external, published, service } from "../../lower/containers.ts";
import { define } from "../../lower/definition.ts";
import { celeryServerBundled, celeryServerRuns } from "../../lower/deployment.ts";
import { HEAVY_CHECK_SECONDS } from "../../lower/health-checks.ts";
import { type Lookup, lookupSettings } from "../../lower/lookup.ts";
import { volumeSetting } from "../../lower/mounted-volumes.ts";
import { secretPart } from "../../lower/needed-secrets.ts";
import { enabled } from "../../lower/package-settings.ts";
import { question } from "../../lower/questions.ts";
import { value } from "../../model/value.ts";

export const QUEUE_PORT = 5672;

const LOOKUP: Lookup = {
  id: "queue",
  section: "queue",
  name: "queue",
  unused: "noop-queue",
  prefix: "QUEUE",
  extraHost: "QUEUE",
};

export const queue = define({
  id: "queue",
  kind: "service",
  title: "queue (RabbitMQ)",
  description: "Task queue for schedulers",
  group: "celery",
  needs: [],
  lookup: LOOKUP,
  runs: (deployment) => celeryServerRuns(deployment, "queue"),
  host: ({ config: { queue } }) => (queue === null ? undefined : pick(queue, "host")),
  settings(deployment) {
    const bundled = celeryServerBundled(deployment, "queue");
    return {
      enabled: enabled("CLP_QUEUE_ENABLED", bundled, "0"),
      logs: bundled.value ? volumeSetting(deployment, "CLP_QUEUE_LOGS_DIR_HOST", "queue-logs") : undefined,
      ...lookupSettings(deployment, LOOKUP),
    };
  },
  lower(deployment, settings, facts) {
    const questions = [
      question(
        "the queue takes the login",
        [
          "import kombu",
          'with kombu.Connection(os.environ["BROKER_URL"], connect_timeout=3) as connection:',
          "    connection.connect()",
        ],
        { borrows: ["BROKER_URL"] },
      ),
    ];
    if (!deployment.bundled("queue").value) return external(deployment, facts, "queue", questions);
    return service(deployment, facts, "third-party", {
      image: deployment.images.queue.reference,
      environment: {
        RABBITMQ_DEFAULT_PASS: secretPart("queue.password"),
        RABBITMQ_DEFAULT_USER: secretPart("queue.username"),
        RABBITMQ_LOGS: "/var/log/rabbitmq/rabbitmq.log",
        // Without it RabbitMQ takes each byte of a user or password beyond ASCII for a character of its own.
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+fnl",
      },
      ports: [published("amqp", QUEUE_PORT, settings.host, settings.port)],
      mounts: [mountVolume(deployment, "queue-logs", "/var/log/rabbitmq", "rw")],
      health: {
        form: "exec",
        test: [value`rabbitmq-diagnostics`, value`check_running`],
        timeoutSeconds: HEAVY_CHECK_SECONDS,
        probes: {
          // The password goes through a pipe, so that no process has it among its arguments (H14). Erlang
          // takes a second of a CPU to start: asked for ever, it takes the queue from a busy node.
          started: {
            kind: "command",
            command: [
              "sh",
              "-c",
              'printf %s "$RABBITMQ_DEFAULT_PASS" | rabbitmqctl -q authenticate_user -- "$RABBITMQ_DEFAULT_USER"',
            ],
            environment: [],
          },
          ready: { kind: "tcp", port: QUEUE_PORT },
          alive: { kind: "tcp", port: QUEUE_PORT },
        },
      },
      questions,
    });
  },
});
