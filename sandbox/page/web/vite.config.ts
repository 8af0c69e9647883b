import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The names of the files do not change, and two builds give the same bytes: the
// bundle is kept in the repository, and compared with a build from these sources.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2023",
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    license: { fileName: "licenses.txt" },
    rollupOptions: {
      output: { entryFileNames: "app.js", chunkFileNames: "[name].js", assetFileNames: "app[extname]" },
    },
  },
  // `npm run dev` shows the page of a sandbox that runs already.
  server: { proxy: { "/sandbox": { target: process.env.SANDBOX ?? "http://127.0.0.1:8080", headers: { origin: "" } } } },
  test: { environment: "happy-dom" },
});
