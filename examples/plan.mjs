// Says what would change if one compiled deployment took the place of another.
//
//     node examples/plan.mjs
import { compile, plan, planText } from "clp-compile";

const site = {
  name: "clp-site.yaml",
  content: 'clp_version: "0.9.0"\nhost: {clp_home: /home/clp/out/compose}\n',
};

/** The files of a deployment, by path; `plan` needs no more, so the earlier ones may come from disk or git. */
function deployment(config) {
  const compilation = compile(
    { config: { name: "clp-config.yaml", content: config }, site },
    { secrets: false, emit: ["compose"] },
  );
  return { texts: new Map(compilation.files.map(({ path, text }) => [path, text])) };
}

const before = deployment("");
const after = deployment("webui: {port: 8080}\nmcp_server: {}\n");
const changes = plan(before, after);
console.log(planText(changes));
console.log(changes.different ? "Something changes" : "Nothing changes");
