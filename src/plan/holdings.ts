/** What a mount holds, by where containers see it: what tells data that must survive from what is expendable. */
import type { Volume } from "../model/model.ts";

export interface Holding {
  readonly title: string;
  readonly purpose: Volume["purpose"];
  /** True where a service may see its own directory of it alone, under the name that the directory has. */
  readonly parted?: boolean;
}

const HOLDINGS: readonly (readonly [at: RegExp, holding: Holding])[] = [
  [/^\/var\/lib\/mysql$/, { title: "the database's data", purpose: "data" }],
  [/^\/data$/, { title: "Redis's data", purpose: "data" }],
  [/^\/data\/db$/, { title: "the results cache's data", purpose: "data" }],
  [/^\/var\/data\/archives$/, { title: "archives", purpose: "data" }],
  [/^\/var\/data\/streams$/, { title: "extracted streams", purpose: "data" }],
  [/^\/var\/data\/staged-archives$/, { title: "archives before their upload to S3", purpose: "staging" }],
  [/^\/var\/data\/staged-streams$/, { title: "streams before their upload to S3", purpose: "staging" }],
  [/^\/var\/log\/mysql$/, { title: "the database's logs", purpose: "logs" }],
  [/^\/var\/log\/rabbitmq$/, { title: "the queue's logs", purpose: "logs" }],
  [/^\/var\/log\/redis$/, { title: "Redis's logs", purpose: "logs" }],
  [/^\/var\/log\/mongodb$/, { title: "the results cache's logs", purpose: "logs" }],
  // Each service sees its own directory of the logs; the garbage collector, and what was compiled earlier, all.
  [
    /^\/var\/log(?:\/[a-z_]+)?$/,
    { title: "logs of the package's own services", purpose: "logs", parted: true },
  ],
  [/^\/var\/tmp$/, { title: "temporary files of compression", purpose: "scratch" }],
  [/^\/mnt\/logs(?:\/|$)/, { title: "logs to compress", purpose: "input" }],
  [/^\/opt\/clp\/\.aws$/, { title: "AWS profiles", purpose: "settings" }],
];

/** @param target the path inside the container */
export function holdingAt(target: string): Holding | undefined {
  return HOLDINGS.find(([at]) => at.test(target))?.[1];
}
