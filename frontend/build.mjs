// Turns frontend/ into directory/static: hashed names, a manifest of them, and .gz and .br twins for the server to send.
import { build } from "esbuild";
import { compile } from "sass";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.dirname(HERE);
const STATIC = path.join(ROOT, "directory", "static");
const COMPRESSED = /\.(css|js|svg)$/;

// Sass first, then esbuild, so that fonts and pictures named in a style sheet get hashed names too.
const sassStyles = {
  name: "sass",
  setup(builder) {
    builder.onLoad({ filter: /\.scss$/ }, (args) => {
      const { css, loadedUrls } = compile(args.path, {
        loadPaths: [path.join(ROOT, "node_modules")],
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      });
      return { contents: css, loader: "css", watchFiles: loadedUrls.map((url) => fileURLToPath(url)) };
    });
  },
};

async function bundle() {
  const { metafile } = await build({
    entryPoints: {
      site: path.join(HERE, "scripts/site.js"),
      style: path.join(HERE, "styles/site.scss"),
      "map-style": path.join(HERE, "styles/map.scss"),
    },
    absWorkingDir: ROOT,
    outdir: STATIC,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    format: "esm",
    splitting: true,
    minify: true,
    legalComments: "linked",
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    loader: { ".woff2": "file", ".png": "dataurl", ".gif": "dataurl" },
    plugins: [sassStyles],
    metafile: true,
    logLevel: "warning",
  });
  const names = {};
  for (const [file, output] of Object.entries(metafile.outputs)) {
    const built = path.basename(file);
    if (output.entryPoint || built.endsWith(".woff2")) names[built.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, "")] = built;
  }
  return names;
}

// Only the drawings that are used; pages carry those they show inside them. Two decimals are plenty on a 16-unit grid.
function icons() {
  const used = JSON.parse(readFileSync(path.join(HERE, "icons.json"), "utf8"));
  return Object.fromEntries(used.map((name) => {
    const file = path.join(ROOT, "node_modules/bootstrap-icons/icons", `${name}.svg`);
    const drawing = readFileSync(file, "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    return [name, drawing.replace(/\s*\n\s*/g, "").replace(/(\.\d\d)\d+/g, "$1")];
  }));
}

function hashedCopy(file) {
  const content = readFileSync(file);
  const { name, ext } = path.parse(file);
  const built = `${name}-${createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase()}${ext}`;
  writeFileSync(path.join(STATIC, built), content);
  return built;
}

function compressTwins() {
  for (const name of readdirSync(STATIC).filter((name) => COMPRESSED.test(name))) {
    const content = readFileSync(path.join(STATIC, name));
    writeFileSync(path.join(STATIC, `${name}.gz`), gzipSync(content, { level: 9 }));
    writeFileSync(path.join(STATIC, `${name}.br`), brotliCompressSync(content));
  }
}

rmSync(STATIC, { recursive: true, force: true });
mkdirSync(STATIC, { recursive: true });
const files = await bundle();
files["favicon.svg"] = hashedCopy(path.join(HERE, "drawings/favicon.svg"));
compressTwins();
// Written last: while it is missing, pages go without assets rather than with half of them.
writeFileSync(path.join(STATIC, "manifest.json"), JSON.stringify({ files, icons: icons() }, null, 2));
