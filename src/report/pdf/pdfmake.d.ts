// The part of pdfmake that is used here. Its published types bring all globals of a browser into every file.
declare module 'pdfmake' {
  interface Written {
    getBuffer(): Promise<Buffer>;
  }

  interface Pdfmake {
    /** Holds the files that a document may name. */
    readonly virtualfs: { writeFileSync(name: string, content: Buffer): void };
    createPdf(definition: object, options?: object): Written;
    setFonts(fonts: {
      readonly [family: string]: { readonly normal: string; readonly bold: string };
    }): void;
    setUrlAccessPolicy(isAllowed: (url: string) => boolean): void;
    setLocalAccessPolicy(isAllowed: (path: string) => boolean): void;
  }

  const pdfmake: Pdfmake;
  // biome-ignore lint/style/noDefaultExport: the package exports nothing else
  export default pdfmake;
}
