// Asks an endpoint with Comunica: `ask_comunica.mjs ADDRESS`, the queries on standard input; run where Comunica is installed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const { QueryEngine } = createRequire(path.join(process.cwd(), "x.js"))("@comunica/query-sparql");
const [address] = process.argv.slice(2);
const queries = JSON.parse(readFileSync(0, "utf8"));
// What is short it asks by GET, what is long by POST.
const long = queries.map((query) => query.replace(/\}$/, ` VALUES ?padding { "${"x".repeat(1000)}" } }`));

async function ask([select, yes, no, construct, broken], source) {
  const engine = new QueryEngine();
  const methods = new Set();
  const record = (url, options) => {
    methods.add(options?.method ?? "GET");
    return fetch(url, options);
  };
  const context = { sources: [source], fetch: record };
  const rows = await (await engine.queryBindings(select, context)).toArray();
  const triples = await (await engine.queryQuads(construct, context)).toArray();
  const truth = [await engine.queryBoolean(yes, context), await engine.queryBoolean(no, context)];
  const asked = [...methods].sort();
  const error = await engine.queryBindings(broken, context).then((answer) => answer.toArray()).then(() => "", String);
  return { methods: asked, rows: rows.map((row) => row.get("name").value), truth, triples: triples.length, error };
}

const endpoint = { type: "sparql", value: address };
const said = { GET: await ask(queries, endpoint), POST: await ask(long, endpoint), "not told that it is an endpoint": await ask(queries, address) };
console.log(JSON.stringify(said));
