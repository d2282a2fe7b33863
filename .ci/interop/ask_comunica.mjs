// Counts the triples of each graph and answers the questions with Comunica: ask_comunica.mjs RDF_DIR QUESTIONS_DIR, run where it is installed.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { QueryEngine } = require("@comunica/query-sparql-file");
const [rdf, questions] = process.argv.slice(2);
const engine = new QueryEngine();
const say = (record) => console.log(JSON.stringify({ tool: "Comunica", ...record }));

for (const format of ["nt", "ttl", "rdf", "nq", "trig", "jsonld"]) {
  const sources = [pathToFileURL(path.resolve(rdf, `graph.${format}`)).href];
  const text = "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g";
  const rows = await (await engine.queryBindings(text, { sources })).toArray();
  say({ format, graphs: Object.fromEntries(rows.map((row) => [row.get("g")?.value ?? "", Number(row.get("n").value)])) });
}

const sources = [pathToFileURL(path.resolve(rdf, "graph.nt")).href];
for (const file of fs.readdirSync(questions).filter((name) => name.endsWith(".rq")).sort()) {
  const question = path.basename(file, ".rq");
  try {
    const bindings = await engine.queryBindings(fs.readFileSync(path.join(questions, file), "utf8"), { sources });
    const variables = (await bindings.metadata?.())?.variables;
    const rows = (await bindings.toArray()).map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])));
    say({ question, rows, variables: variables?.length });
  } catch (error) {
    say({ question, error: String(error).slice(0, 300) });
  }
}
