// What the checks of pages stand on: programs of the system, a host for the site, an unpacker.

import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, dirname, extname, join, normalize } from "node:path";
import { brotliCompressSync, constants as zlib, inflateRawSync } from "node:zlib";

/** Programs that npm does not bring: their names, and the packages of Debian and Ubuntu that do. */
const needed = {
  chromium: { names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], package: "chromium" },
  firefox: { names: ["firefox", "firefox-esr"], package: "firefox-esr" },
  java: { names: ["java"], package: "default-jre-headless" },
};

function find(names) {
  for (const name of names) {
    for (const dir of (process.env.PATH ?? "").split(delimiter)) {
      try {
        accessSync(join(dir, name), constants.X_OK);
        return join(dir, name);
      } catch {
        // not here
      }
    }
  }
  return "";
}

/** Returns the paths of the programs. On Debian and Ubuntu a root shell gets the missing ones installed; anyone else is told how. */
export function programs() {
  const missing = () => Object.values(needed).filter((one) => !find(one.names)).map((one) => one.package);
  if (missing().length > 0 && process.getuid?.() === 0 && find(["apt-get"])) {
    console.log(`installing ${missing().join(", ")} for the checks of pages`);
    execFileSync("apt-get", ["update", "-qq"]);
    execFileSync("apt-get", ["install", "-qq", "-y", "--no-install-recommends", ...missing()], { stdio: ["ignore", "ignore", "inherit"] });
  }
  if (missing().length > 0) {
    console.error(`the checks of pages need programs: install them with: sudo apt-get install ${missing().join(" ")}`);
    process.exit(1);
  }
  return Object.fromEntries(Object.entries(needed).map(([key, one]) => [key, find(one.names)]));
}

const types = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
  ".png": "image/png", ".ico": "image/x-icon", ".json": "application/json", ".webmanifest": "application/manifest+json", ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8",
};

/** Serves a folder on loopback as a CDN would: below a path, compressed, cached by checking, under the policy that Gloss promises to meet. */
export async function serve() {
  let folder = "";
  const packed = new Map();
  const server = createServer((request, response) => {
    let name = decodeURIComponent(request.url.split("?")[0]);
    if (name.endsWith("/")) name += "index.html";
    const file = join(folder, normalize(name.replace(/^\/glossary\//, "/")));
    let data, status = 200;
    try {
      if (!name.startsWith("/glossary/")) throw new Error("elsewhere");
      data = readFileSync(file);
    } catch {
      data = readFileSync(join(folder, "404.html"));
      status = 404;
    }
    const type = status === 200 ? types[extname(file)] ?? "application/octet-stream" : types[".html"];
    const headers = { "Content-Type": type, "Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff" };
    if (!type.startsWith("image/p") && /\bbr\b/.test(request.headers["accept-encoding"] ?? "")) {
      if (!packed.has(file)) packed.set(file, brotliCompressSync(data, { params: { [zlib.BROTLI_PARAM_QUALITY]: 9 } }));
      data = packed.get(file);
      headers["Content-Encoding"] = "br";
    }
    response.writeHead(status, { ...headers, "Content-Length": data.length }).end(request.method === "HEAD" ? undefined : data);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { home: `http://localhost:${server.address().port}/glossary/`, show: (dir) => { folder = dir; }, close: () => server.close() };
}

/** Unpacks an archive by its central directory (APPNOTE.TXT 4.3.12). */
export function unzip(archive, dir) {
  const data = readFileSync(archive);
  let at = data.readUInt32LE(data.lastIndexOf("PK\x05\x06", undefined, "latin1") + 16);
  while (data.readUInt32LE(at) === 0x02014b50) {
    const [method, size, nameLength] = [data.readUInt16LE(at + 10), data.readUInt32LE(at + 20), data.readUInt16LE(at + 28)];
    const name = data.toString("utf8", at + 46, at + 46 + nameLength), local = data.readUInt32LE(at + 42);
    const start = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28), bytes = data.subarray(start, start + size);
    const file = join(dir, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, method === 8 ? inflateRawSync(bytes) : bytes);
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
}
