#!/usr/bin/env node
import * as nodeModule from 'node:module';

// Asked here, before anything is loaded that an older Node.js cannot even parse.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  // Compiled code is kept between starts: a help text should not cost a compilation.
  nodeModule.enableCompileCache?.();
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(
    `drill: Node.js 22.18 or newer is needed; this is ${process.version}.\n` +
      '  next: npx drill …   (in a clone, npx finds the Node.js that npm ci has brought)\n',
  );
  process.exitCode = 2;
}
