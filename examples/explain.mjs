// Asks a compilation why a value is what it is, and what depends on it.
//
//     node examples/explain.mjs
import { compile, explainer, explanationText } from "clp-compile";

const sources = {
  config: { name: "clp-config.yaml", content: "webui:\n  port: 8080\n" },
  site: {
    name: "clp-site.yaml",
    content: 'clp_version: "0.9.0"\nhost: {clp_home: /home/clp/out/compose, cpus: 8}\n',
  },
};
const compilation = compile(sources, { secrets: false, emit: ["compose"] });

const explain = explainer(sources, compilation);
// A variable of .env, a key, a component, or a line of an emitted file.
for (const what of ["CLP_WEBUI_PORT", "host.cpus"]) {
  const answer = explain(what);
  console.log(answer.kind === "explained" ? explanationText(answer.explanation) : answer.message);
}
