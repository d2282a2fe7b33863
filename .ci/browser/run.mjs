// The explorer and the single page in a real browser. `node run.mjs HONGTU DIRECTORY [SCREENSHOTS]`: the program, and a directory for what is written.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { nearest } from "./colours.mjs";
import { largeGraph, scripting } from "./fluid.mjs";

const [program, work, pictures] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const samples = fileURLToPath(new URL("../../data/samples", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader";

// A document that tries to be more than text, in its title, its text and its name.
const HOSTILE = `<script>window.broken = 1</script>关于云州市的报告
云州市发展改革委主任沈怀瑾<img src=x onerror="window.broken=2">介绍，云州市将实施“百企上云”行动。
</script><svg onload="window.broken=3"></svg> 云州市科技局牵头建设<b>云州高新技术产业园</b>，到2027年产值达到30亿元。 <!-- 𠮷 -->云州市
`;

function build() {
  const texts = join(work, "texts");
  mkdirSync(texts, { recursive: true });
  writeFileSync(join(texts, "<img src=x onerror=window.broken=4>.txt"), HOSTILE);
  execFileSync(program, ["build", samples, texts, "--out", join(work, "out")], { stdio: "ignore" });
  return join(work, "out");
}

function serve(out) {
  const server = spawn(program, ["serve", out, "--addr", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((done, fail) => {
    server.on("exit", (code) => fail(new Error(`the server ended: ${code}`)));
    server.stdout.on("data", (chunk) => {
      const address = /https?:\/\/[\d.:]+/.exec(chunk.toString());
      if (address) done({ server, address: address[0] });
    });
  });
}

const checks = [];
const check = (name, run) => checks.push({ name, run });

check("search in Chinese, open an entity, jump to its sentence and see it highlighted", async ({ page, address }) => {
  await page.goto(address);
  await page.keyboard.press("/");
  await page.keyboard.type("能源局");
  await page.getByRole("option").filter({ hasText: "省能源局" }).first().click();
  await page.waitForURL(/\/entity\//);
  await page.locator("h1").filter({ hasText: "能源局" }).waitFor();
  const quote = page.locator(".statement .quote .words").first();
  const words = await quote.locator("mark").textContent();
  await quote.click();
  await page.waitForURL(/\/document\/.*at=\d+-\d+/);
  const marked = page.locator("mark.passage");
  await marked.first().waitFor();
  assert.equal((await marked.allTextContents()).join("").replace(/\s/g, ""), words.replace(/\s/g, ""));
  assert.ok(await marked.first().evaluate((mark) => mark.getBoundingClientRect().top > 0 && mark.getBoundingClientRect().bottom < innerHeight), "the sentence is in view");
  assert.ok((await page.locator(".sources .statement").count()) > 0, "its statements stand beside it");
  await page.locator(".sources .statement .words").first().click();
  await page.locator("mark.passage").first().waitFor();
});

check("search by pinyin and by initials", async ({ page, address }) => {
  for (const typed of ["nengyuanju", "nyj"]) {
    await page.goto(`${address}/search?q=${typed}`);
    await page.locator(".hits li").filter({ hasText: "能源局" }).first().waitFor();
  }
});

check("expand the graph, collapse it, find a path, save pictures", async ({ page, address }) => {
  const found = await (await fetch(`${address}/api/search?q=${encodeURIComponent("江岚省能源局")}`)).json();
  const id = found.hits[0].entity.id;
  await page.goto(`${address}/graph?focus=${id}`);
  const size = page.locator("[data-test=graph-size]");
  const nodes = async () => Number(/\d+/.exec(await size.textContent())?.[0] ?? 0);
  await page.locator(".selection .statement").first().waitFor();
  const before = await nodes();
  await page.locator(".selection .claim .entity").nth(1).click();
  await page.locator(".selection .actions button").first().click();
  await page.waitForURL(/expand=/);
  await page.waitForFunction((before) => Number(/\d+/.exec(document.querySelector("[data-test=graph-size]").textContent)?.[0] ?? 0) > before, before);
  await page.locator(".selection .actions button").nth(1).click();
  await page.waitForFunction((before) => Number(/\d+/.exec(document.querySelector("[data-test=graph-size]").textContent)?.[0]) === before, before);
  for (const [kind, begins] of [["svg", "<svg"], ["dot", "digraph"], ["png", "\u0089PNG"]]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`[data-test=save-${kind}]`).click()]);
    const file = join(work, `graph.${kind}`);
    await download.saveAs(file);
    assert.ok(readFileSync(file, "latin1").startsWith(begins), `${kind} begins with ${begins}`);
  }
  const other = (await (await fetch(`${address}/api/overview`)).json()).hubs[0].entity.id;
  await page.goto(`${address}/graph?focus=${id}&pathFrom=${id}&pathTo=${other}`);
  await page.waitForFunction(() => document.querySelector("[data-test=graph-size]")?.textContent.match(/\d/));
});

check("run a named question, see it as table, graph and chart", async ({ page, address }) => {
  await page.goto(`${address}/query`);
  await page.locator("[data-question=responsibilities]").click();
  await page.locator("[data-test=results] tbody tr").first().waitFor();
  await page.locator("[data-test=as-graph]").click();
  await page.locator("[data-test=results] canvas").first().waitFor();
  await page.locator("[data-test=as-chart]").click();
  await page.locator("[data-test=results] .bars li").first().waitFor();
  assert.match(page.url(), /question=responsibilities/);
});

check("break a query and see the place of the error", async ({ page, address }) => {
  await page.goto(`${address}/query?query=${encodeURIComponent("SELECT ?a WHERE {\n  ?a ht:partOf ?b .\n  ?a ht:partOf ?c\n}")}`);
  await page.locator("[data-test=results]").waitFor();
  await page.locator("[data-test=editor] .cm-line").nth(2).click();
  await page.keyboard.press("End");
  await page.keyboard.type(" ; nowhere:x ?d");
  await page.locator("[data-test=run]").click();
  const problem = page.locator("[data-test=problem]");
  await problem.waitFor();
  assert.match(await problem.textContent(), /3/);
  await page.locator("[data-test=editor] .cm-lintRange-error").first().waitFor();
  assert.equal(await page.locator("[data-test=editor] .cm-line").nth(2).locator(".cm-lintRange-error").count(), 1, "the third line is marked");
});

check("terms are proposed by label", async ({ page, address }) => {
  await page.goto(`${address}/query`);
  await page.locator("[data-test=editor] .cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" hold");
  await page.locator("[data-test=editor] .cm-tooltip-autocomplete li").filter({ hasText: "ht:holdsPost" }).first().waitFor();
});

check("switch language and theme, and find them again", async ({ page, address }) => {
  await page.goto(address);
  await page.locator("[data-test=language]").click();
  await page.getByRole("link", { name: "Overview", exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  const before = await theme();
  await page.locator("[data-test=theme]").click();
  await page.waitForFunction((before) => document.documentElement.dataset.theme !== before, before);
  await page.reload();
  await page.getByRole("link", { name: "Overview", exact: true }).waitFor();
  assert.notEqual(await theme(), before);
});

check("follow a permalink, go back", async ({ page, address }) => {
  await page.goto(`${address}/targets?sort=value&order=desc`);
  const values = async () => (await page.locator("td.number").allTextContents()).map((text) => Number(text.replace(/[^\d.-]/g, "")));
  await page.locator("td.number").first().waitFor();
  const first = await values();
  assert.deepEqual(first, [...first].sort((a, b) => b - a), "sorted by value as the address says");
  await page.locator("thead button").nth(0).click();
  await page.waitForURL(/sort=indicator/);
  await page.goBack();
  await page.waitForURL(/sort=value/);
});

check("two documents side by side", async ({ page, address }) => {
  const { documents } = await (await fetch(`${address}/api/documents`)).json();
  await page.goto(`${address}/compare`);
  await page.locator("[data-test=compare-a]").selectOption(documents[0].id);
  await page.locator("[data-test=compare-b]").selectOption(documents[1].id);
  await page.locator(".three .statement").first().waitFor();
});

check("a hostile document is text", async ({ page, address }) => {
  const { documents } = await (await fetch(`${address}/api/documents`)).json();
  const hostile = documents.find((document) => document.path.includes("onerror"));
  await page.goto(`${address}/document/${hostile.id}`);
  await page.locator(".text .line").first().waitFor();
  const text = (await page.locator(".text p").allTextContents()).join("\n");
  assert.ok(text.includes('<img src=x onerror="window.broken=2">') && text.includes("<!-- 𠮷 -->"), "its text stands as written");
  assert.equal(await page.locator(".text img, .text script, .text svg").count(), 0);
  for (const path of ["/", "/statistics", `/compare?a=${hostile.id}&b=${documents[0].id}`, "/targets", "/search?q=<img src=x onerror=window.broken=5>"]) {
    await page.goto(address + path);
    await page.waitForLoadState("networkidle");
    assert.equal(await page.evaluate(() => window.broken), undefined, path);
  }
});

check("the single page opens from a disk", async ({ page, out, requests }) => {
  const file = join(work, "page.html");
  execFileSync(program, ["export", out, "--format", "html", "--out", file]);
  requests.length = 0;
  await page.goto(pathToFileURL(file).href);
  const mention = page.locator(".mention").first();
  const name = await mention.textContent();
  await mention.click();
  await page.locator("[data-test=said] .statement").first().waitFor();
  assert.ok((await page.locator(".mention.chosen").allTextContents()).includes(name));
  await page.locator("[data-test=said] .words").first().click();
  await page.locator("mark.passage").first().waitFor();
  await page.locator("canvas").first().waitFor({ state: "attached" });
  const documents = await page.locator("select.which option").allTextContents();
  await page.locator("select.which").selectOption({ index: documents.findIndex((title) => title.includes("云州市")) });
  await page.locator(".text p").filter({ hasText: "window.broken=2" }).waitFor();
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.deepEqual(requests.filter((address) => !/^(file|data|blob):/.test(address)), [], "nothing is asked of a network");
});

check("5,000 entities with 40,000 statements: what the pointer does is answered without long work", async ({ page, address }) => {
  const large = largeGraph();
  await page.route("**/api/graph?*", (route) => route.fulfill({ json: new URL(route.request().url()).searchParams.get("class") ? large.without("Place") : large.all }));
  await page.goto(`${address}/graph?max=5000`);
  const size = page.locator("[data-test=graph-size]");
  await size.filter({ hasText: /5,000/ }).waitFor();
  const { x, y, width, height } = await page.locator(".sigma").boundingBox();
  const [left, top] = [x + width / 2, y + height / 2];
  const sweep = async (steps) => {
    for (let at = 1; at <= steps; at++) await page.mouse.move(left + at * 6, top + at * 3);
  };
  const drag = async () => {
    await page.mouse.move(left, top);
    await page.mouse.down();
    await sweep(10);
    await page.mouse.up();
  };
  const filter = async () => {
    await page.locator(".filters .checks input").nth(8).click();
    await size.filter({ hasText: /4,375/ }).waitFor();
  };
  const zoom = async () => {
    for (const turn of [-200, -200, 200, 200]) await page.mouse.wheel(0, turn);
  };
  // Each takes some tens of milliseconds on an idle machine; work that grows with the square of the graph takes minutes.
  for (const [name, act, most] of [["pan or drag", drag, 2000], ["zoom", zoom, 2000], ["hover", () => sweep(5), 2000], ["filter", filter, 5000]]) {
    const took = await scripting(page, act);
    assert.ok(took < most, `${name}: scripts ran ${Math.round(took)} ms, ${most} are the most`);
  }
});

/** CIEDE2000; from about 10 on, colours of small marks are told apart without looking twice. */
const APART = 13;

check("classes of one shape have colours that all eyes tell apart, on pages and in pictures", async ({ page, address, out }) => {
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(`${address}/graph`);
    await page.locator(".filters svg.mark").nth(15).waitFor();
    const marks = await page.locator(".filters .checks .class-name").evaluateAll((names) =>
      names.map((name) => ({ name: name.textContent.trim(), shape: name.querySelector("path").getAttribute("d"), colours: [name.querySelector("path").getAttribute("fill")] })),
    );
    assert.equal(marks.length, 16);
    const { apart, eyes, pair } = nearest(marks);
    assert.ok(apart >= APART, `${theme}, ${eyes}: ${pair.join(" and ")} are ${apart.toFixed(1)} apart`);
  }
});

const PAGES = { overview: "/", search: "/search?q=江岚", entity: "", document: "", graph: "/graph", targets: "/targets", statistics: "/statistics", compare: "", query: "/query?question=posts" };

async function pages(address) {
  const overview = await (await fetch(`${address}/api/overview`)).json();
  const { documents } = await (await fetch(`${address}/api/documents`)).json();
  return { ...PAGES, entity: `/entity/${overview.hubs[0].entity.id}`, document: `/document/${documents[1].id}`, compare: `/compare?a=${documents[0].id}&b=${documents[1].id}` };
}

for (const [size, viewport] of Object.entries({ desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } })) {
  for (const theme of ["light", "dark"]) {
    check(`no serious finding of axe, nothing wider than the screen: ${size}, ${theme}`, async ({ page, address }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      for (const [name, path] of Object.entries(await pages(address))) {
        await page.goto(address + path);
        await page.waitForLoadState("networkidle");
        await page.locator("main h1").first().waitFor({ state: "attached" });
        await page.waitForTimeout(600);
        if (pictures) await page.screenshot({ path: join(pictures, `${name}-${size}-${theme}.png`) });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        assert.deepEqual(serious.map(({ id, nodes }) => `${name}: ${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.any[0]?.message ?? ""}`).join(" | ")}`), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than the screen`);
      }
    });
  }
}

const out = build();
const { server, address } = await serve(out);
let failed = 0;
try {
  for (const [at, { name, run }] of checks.entries()) {
    const context = await chromium.launchPersistentContext(join(work, `profile-${at}`), { executablePath: "/usr/bin/chromium", headless: true, locale: "zh-CN", args: FLAGS.split(" "), viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(30_000);
    const [problems, requests] = [[], []];
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    page.on("console", (message) => /Content Security Policy/.test(message.text()) && problems.push(message.text()));
    page.on("request", (request) => requests.push(request.url()));
    try {
      await run({ page, address, out, requests });
      assert.deepEqual(problems, []);
      const foreign = requests.filter((url) => !url.startsWith(address) && !/^(file|data|blob):/.test(url));
      assert.deepEqual(foreign, [], "nothing is loaded from another host");
      console.log(`ok       ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED   ${name}\n${error.stack}`);
      if (pictures) await page.screenshot({ path: join(pictures, `failed-${at}.png`) }).catch(() => {});
    }
    await context.close();
  }
} finally {
  server.removeAllListeners("exit");
  server.kill();
}
console.log(`${checks.length - failed} of ${checks.length} hold`);
process.exitCode = failed === 0 ? 0 : 1;
