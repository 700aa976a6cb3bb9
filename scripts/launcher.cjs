#!/usr/bin/env node
// Starts cli.cjs, the bundled command line, with V8's code cache where there is one that fits this Node:
// the code then need not be compiled again at each start. Without one, or with another Node, it is
// compiled as ever. Nothing is written.
"use strict";
const { readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");

// A run ends before code that V8 optimizes meanwhile is worth it, which Node 20 would begin with early. Newer
// ones do not know the flag. The code cache is made under the same flags, or it does not fit.
if (process.versions.node.startsWith("20.")) {
  require("node:v8").setFlagsFromString("--interrupt-budget=1000000");
}

const filename = join(__dirname, "cli.cjs");
let cachedData;
try {
  cachedData = readFileSync(join(__dirname, "cli.cache"));
} catch {
  // A package may come without it.
}
if (cachedData === undefined) require(filename);
else {
  // The bundle is ASCII, which is read quickest so.
  const source = readFileSync(filename, "latin1");
  const code = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const script = new Script(code, { filename, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, filename, dirname(filename));
  if (process.env.CLP_COMPILE_MAKE_CACHE !== undefined) {
    process.on("exit", () =>
      require("node:fs").writeFileSync(process.env.CLP_COMPILE_MAKE_CACHE, script.createCachedData()),
    );
  }
}
