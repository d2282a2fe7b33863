// How much a page computes while its reader moves the pointer: what drawing costs on this machine, with or without a graphics card, is left out.

/** As many nodes as the canvas is made for, and as many lines as a dense set of documents gives them; the same at each run. */
export function largeGraph(nodes = 5000, edges = 40000) {
  const classes = ["Official", "Department", "Organization", "Place", "Program", "Park", "Industry", "Measure"];
  const predicates = ["partOf", "locatedIn", "implements", "responsibleFor"];
  let state = 1;
  const next = (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const made = {
    nodes: Array.from({ length: nodes }, (_, at) => ({ id: `n${at}`, class: classes[at % classes.length], name: `云州市第${at}号`, degree: 1 + Math.floor(2000 / (at + 1)), x: next(1000), y: next(1000) })),
    edges: Array.from({ length: edges }, (_, at) => ({ id: `e${at}`, source: `n${Math.floor(next(nodes) * (next(100) / 100))}`, target: `n${next(nodes)}`, predicate: predicates[at % predicates.length], status: "done" })),
    hidden: { nodes: 0, edges: 0 },
  };
  return { all: made, without: (name) => within(made, (node) => node.class !== name) };
}

function within({ nodes, edges, hidden }, keep) {
  const kept = nodes.filter(keep);
  const ids = new Set(kept.map((node) => node.id));
  return { nodes: kept, edges: edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)), hidden };
}

/** Milliseconds that scripts of `page` run while `act` goes on. */
export async function scripting(page, act) {
  const session = await page.context().newCDPSession(page);
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: 1000 });
  await session.send("Profiler.start");
  await act();
  const { profile } = await session.send("Profiler.stop");
  await session.detach();
  const native = new Set(profile.nodes.filter((node) => ["(program)", "(idle)"].includes(node.callFrame.functionName)).map((node) => node.id));
  return profile.samples.reduce((sum, id, at) => (native.has(id) ? sum : sum + profile.timeDeltas[at] / 1000), 0);
}
