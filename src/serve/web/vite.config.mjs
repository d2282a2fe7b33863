// `vite build` makes the explorer, `vite build --mode page` the template of the page that stands alone; both into dist/.
import { defineConfig } from "vite";

const shared = {
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: { target: "es2022", outDir: "dist", modulePreload: { polyfill: false }, reportCompressedSize: false },
};

const explorer = {
  ...shared,
  build: {
    ...shared.build,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The libraries' licences ask to be passed on with them.
    license: { fileName: "licences.md" },
    rolldownOptions: { input: "index.html", output: { hashCharacters: "hex" } },
  },
  server: { proxy: { "/api": "http://127.0.0.1:7878", "/sparql": "http://127.0.0.1:7878", "/export": "http://127.0.0.1:7878" } },
};

const page = {
  ...shared,
  base: "./",
  build: {
    ...shared.build,
    emptyOutDir: false,
    cssCodeSplit: false,
    rolldownOptions: { input: "page.html", output: { codeSplitting: false } },
  },
  plugins: [inline()],
};

/** Puts script and style into the page, which has to open from a disk, where a page may not load modules. */
function inline() {
  return {
    name: "inline",
    enforce: "post",
    generateBundle(_options, bundle) {
      const html = bundle["page.html"];
      const take = (test) => {
        const [name, file] = Object.entries(bundle).find(([name]) => test(name));
        delete bundle[name];
        return file;
      };
      const script = take((name) => name.endsWith(".js")).code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
      const style = take((name) => name.endsWith(".css")).source;
      html.source = html.source
        .replace(/\s*<script type="module"[^>]*><\/script>/, "")
        .replace(/\s*<link rel="stylesheet"[^>]*>/, () => `\n    <style>${style}</style>`)
        .replace("</body>", () => `<script type="module">${script}</script>\n  </body>`);
    },
  };
}

export default defineConfig(({ mode }) => (mode === "page" ? page : explorer));
