import { defineConfig } from "vite";

// Names without hashes for what the host page names: the address holds a hash of everything (build/compress.mjs).
export default defineConfig({
  base: "./",
  build: {
    outDir: "../../artifacts/console/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 8192,
    modulePreload: false,
    cssCodeSplit: false,
    license: { fileName: "licenses.md" },
    rollupOptions: {
      input: "src/main.jsx",
      output: { entryFileNames: "main.js", chunkFileNames: "chunks/[name]-[hash].js", assetFileNames: ({ names }) => (names[0]?.endsWith(".css") ? "main.css" : "assets/[name]-[hash][extname]") },
    },
  },
});
