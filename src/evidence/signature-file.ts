/** Name of the manifest's signature inside a run's folder. */
export const SIGNATURE_FILE = 'manifest.sig.json';
