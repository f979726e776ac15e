import { InvalidArgumentError, Option } from 'commander';
import { LANGUAGES } from '../../core/translations.ts';

export function output(): Option {
  return new Option('--output <kind>', 'how to answer').choices(['text', 'json']).default('text');
}

export function environment(): Option {
  return new Option('--env <name>', 'environment, instead of the one the drill names');
}

export function set(): Option {
  return new Option('--set <path=value>', 'another value for this run, e.g. objectives.rto=2h')
    .default([] as string[])
    .argParser((value: string, before: string[]) => [...before, value]);
}

export function language(): Option {
  return new Option('--lang <language>', 'instead of the one that all drills report in').choices(
    LANGUAGES,
  );
}

export function wholeNumberFromOne(text: string): number {
  if (/^0*[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}

export function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
