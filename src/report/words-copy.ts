/** The words for what a report is worth, how it can be checked, and for copies of it. */
export const COPY_ENGLISH = {
  watermark: 'SANDBOX: rehearsal in an embedded cloud; not evidence',
  watermarkElsewhere: 'NOT AWS: the calls went to another endpoint; not evidence',
  watermarkShort: 'NOT EVIDENCE',
  watermarkMeaning:
    'Nothing in this report may be shown to a reviewer as proof. Only a run against AWS counts.',
  redacted: 'REDACTED COPY',
  redactedMeaning: (accounts: number, addresses: number, of: string) =>
    `Account ids (${accounts}) and e-mail addresses (${addresses}) are masked, each by the same mask everywhere; nothing else is changed. Made from the journal that ends in ${of}.`,
  verify: (command: string) =>
    `${command} checks every hash of the journal, and that this report is, byte for byte, what the journal gives. It needs no network.`,
  verifyCopy: (verify: string, remake: string) =>
    `This is a copy. ${remake} makes it again, byte for byte, from the journal in the folder of the run; ${verify} checks every hash of that. Neither needs a network.`,
  givenFile: 'File given by a person',
  verifyHash: 'The head hash covers every record; compare it with the one that you were given.',
  records: (count: string) => `${count} records`,
};
