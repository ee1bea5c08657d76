import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the admin UI into `dist/ui`, from where the server sends it. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/admin/',
  plugins: [react()],
  // The server puts the nonce of each request in its place.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: fileURLToPath(new URL('../dist/ui', import.meta.url)),
    emptyOutDir: true,
    // Says which file needs which: what the first page weighs is measured by it.
    manifest: 'manifest.json',
    target: 'es2022',
    // Fonts and pictures of the page's own stay files: the policy of the page allows no others.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
