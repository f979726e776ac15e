/** What a PDF is laid out from: the nodes of pdfmake that this report needs, and no others. */
export type Node = TextNode | StackNode | ColumnsNode | TableNode | CanvasNode | PageNumberNode;

/** Left, top, right, bottom; in points, as every length here. */
export type Margin = readonly [number, number, number, number];

interface Placed {
  readonly margin?: Margin;
  /** Of a column; `*` takes what is left. */
  readonly width?: number | '*';
  readonly alignment?: 'left' | 'right' | 'center';
  /** Is moved to the next page rather than torn. */
  readonly unbreakable?: boolean;
  readonly pageBreak?: 'before';
}

export interface Look {
  readonly font?: 'mono';
  readonly fontSize?: number;
  readonly bold?: boolean;
  readonly color?: string;
  /** Multiple of the font size. */
  readonly lineHeight?: number;
  readonly characterSpacing?: number;
  /** Never broken into two lines. */
  readonly noWrap?: true;
}

/** Letters of one look. */
export interface Run extends Look {
  readonly text: string;
}

export interface TextNode extends Placed, Look {
  readonly text: string | readonly Run[];
  /** What links and bookmarks lead to. */
  readonly id?: string;
  readonly linkToDestination?: string;
  readonly outline?: true;
  readonly outlineText?: string;
}

export interface StackNode extends Placed {
  readonly stack: readonly Node[];
}

export interface ColumnsNode extends Placed {
  readonly columns: readonly Node[];
  readonly columnGap?: number;
}

export interface TableNode extends Placed {
  readonly table: {
    readonly widths: readonly number[];
    readonly body: readonly (readonly Node[])[];
    /** Are repeated on every page. */
    readonly headerRows?: number;
    /** Rows that stay on the page of the header. */
    readonly keepWithHeaderRows?: number;
    readonly dontBreakRows?: boolean;
    readonly heights?: number;
  };
  readonly layout: TableLayout;
}

/** Widths and colours of the lines, and what lies between them and the text. */
export interface TableLayout {
  readonly hLineWidth: (row: number) => number;
  readonly vLineWidth: (column: number) => number;
  readonly hLineColor: (row: number) => string;
  readonly vLineColor?: (column: number) => string;
  readonly paddingLeft: (column: number) => number;
  readonly paddingRight: (column: number) => number;
  readonly paddingTop: (row: number) => number;
  readonly paddingBottom: (row: number) => number;
  readonly fillColor?: string;
}

/** The number of the page on which a text stands. */
export interface PageNumberNode extends Placed, Look {
  readonly pageReference: string;
}

export interface CanvasNode extends Placed {
  readonly canvas: readonly Shape[];
}

export type Shape = RectShape | LineShape | PolylineShape | EllipseShape;

interface Painted {
  /** Of the area; a pattern is `[name, colour]`. */
  readonly color?: string | readonly [string, string];
  readonly lineColor?: string;
  readonly lineWidth?: number;
  readonly dash?: { readonly length: number; readonly space?: number };
  readonly fillOpacity?: number;
}

interface RectShape extends Painted {
  readonly type: 'rect';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** Radius of the corners. */
  readonly r?: number;
}

interface LineShape extends Painted {
  readonly type: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

interface PolylineShape extends Painted {
  readonly type: 'polyline';
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly closePath?: true;
  readonly lineCap?: 'round';
  readonly lineJoin?: 'round';
}

interface EllipseShape extends Painted {
  readonly type: 'ellipse';
  readonly x: number;
  readonly y: number;
  readonly r1: number;
  readonly r2: number;
}
