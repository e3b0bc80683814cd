// Writes each text file's gzip and brotli form beside it, and the hash of all files, which the addresses hold.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = new URL("../../../artifacts/console/", import.meta.url);
const files = readdirSync(new URL("static", root), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`)
  .sort();
const hash = createHash("sha256");
for (const file of files) {
  const content = readFileSync(file);
  hash.update(file.slice(file.lastIndexOf("/static/"))).update(content);
  if (/\.(js|css|svg)$/.test(file)) {
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(content));
  }
}

// Written last: it says that the build is whole.
writeFileSync(new URL("version", root), hash.digest("hex").slice(0, 16));
