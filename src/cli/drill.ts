#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Compiled code is kept between starts: a help text should not cost a compilation.
enableCompileCache?.();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
