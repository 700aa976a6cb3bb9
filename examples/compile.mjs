// Compiles a deployment in memory: text in, files and diagnostics out.
//
//     node examples/compile.mjs
import { compile, formatPlace } from "clp-compile";

const { ok, diagnostics, files, model, texts } = compile(
  {
    config: {
      name: "clp-config.yaml",
      content: "webui: {host: 0.0.0.0, port: 8080}\ndatabase: {host: 0.0.0.0}\n",
    },
    site: {
      name: "clp-site.yaml",
      content: 'clp_version: "0.9.0"\nhost: {clp_home: /home/clp/out/compose, cpus: 8}\n',
    },
  },
  // Public files alone, which need no credentials; and of the backends these two.
  { secrets: false, emit: ["compose", "diagram"] },
);

for (const { code, severity, message, primary } of diagnostics) {
  const source = primary && texts[primary.span.file];
  const place = source === undefined ? "" : `${formatPlace(source, primary.span)}: `;
  console.log(`${place}${severity} ${code}: ${message}`);
}
console.log(ok ? `A deployment of type ${model.type.value}, as` : "Nothing, because of errors");
for (const { path, mode, text } of files) {
  // To be written by whoever wants it written: the compiler touches no disk.
  console.log(`  ${mode.toString(8)} ${path}, ${text.length} characters`);
}
