import sharp from 'sharp';

/**
 * The demo picture is a grid of faces: 6 rows of 18 tiles of about 106 × 108 pixels. The whole first row and tiles 0, 1,
 * 2 and 8 of the second show one man; nearly all others show somebody else.
 */
export const demoGrid = {
  width: 1920,
  height: 954,
  columns: 18,
  top: 282,
  pitchX: 106.7,
  pitchY: 112.3,
  tileWidth: 106,
  tileHeight: 108,
} as const;

/** Where a tile lies, pixels. */
export function demoTile(row: number, column: number) {
  return {
    left: Math.min(Math.round(column * demoGrid.pitchX), demoGrid.width - demoGrid.tileWidth),
    top: Math.round(demoGrid.top + row * demoGrid.pitchY),
    width: demoGrid.tileWidth,
    height: demoGrid.tileHeight,
  };
}

const frame = { width: 640, height: 480 };
const face = { width: 300, height: 306 };

/**
 * A 640 × 480 JPEG as a camera would send it.
 *
 * Of the demo picture, the second face of the first row in the middle, before a blurred enlargement of itself; of any
 * other picture, all of it.
 */
export async function cameraFrame(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = await sharp(path).metadata();
  const isDemo = width === demoGrid.width && height === demoGrid.height;
  const whole = sharp(path).removeAlpha();
  const picture = isDemo
    ? await framed(whole, demoTile(0, 1))
    : whole.resize(frame.width, frame.height, { fit: 'cover' });
  return new Uint8Array(await picture.jpeg({ quality: 90 }).toBuffer());
}

/** One face of the demo picture, as a camera frame. */
export async function tileFrame(path: string, row: number, column: number): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await framed(sharp(path).removeAlpha(), demoTile(row, column));
  return new Uint8Array(await picture.jpeg({ quality: 90 }).toBuffer());
}

async function framed(grid: sharp.Sharp, place: ReturnType<typeof demoTile>): Promise<sharp.Sharp> {
  const tile = await grid.extract(place).png().toBuffer();
  const enlarged = await sharp(tile).resize(face.width, face.height, { kernel: 'cubic' }).png().toBuffer();
  return sharp(tile)
    .resize(frame.width, frame.height, { fit: 'cover' })
    .blur(20)
    .composite([{ input: enlarged }]);
}
