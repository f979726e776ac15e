/** Tag on an instance whose place another one took; its value is the run that put that there. */
export const SUPERSEDED_TAG = 'kunren:superseded-by';
