// Counts the triples of each graph with N3.js: count_n3.mjs RDF_DIR, run where it is installed.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { Parser } = require("n3");
for (const format of ["nt", "ttl", "nq", "trig"]) {
  const graphs = {};
  for (const quad of new Parser().parse(fs.readFileSync(path.join(process.argv[2], `graph.${format}`), "utf8"))) {
    graphs[quad.graph.value] = (graphs[quad.graph.value] ?? 0) + 1;
  }
  console.log(JSON.stringify({ tool: "N3.js", format, graphs }));
}
