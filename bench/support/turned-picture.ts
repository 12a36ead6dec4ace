/** A flat picture turned in space before a pinhole camera, and landmarks turned as a solid thing. */

export interface Turn {
  readonly yawDeg: number;
  readonly pitchDeg: number;
}

/** Rows from the top, R, G, B. */
export interface Plate {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const WIDTH = 640;
const HEIGHT = 480;
/** Pixels across the plate when it stands upright, and how far away it stands, in its own widths. */
const PLATE_PX = 360;
const DISTANCE = 3;
const GREY = 128;

/** The picture as the camera sees it, bilinear, before grey. */
export function turnedPicture(plate: Plate, turn: Turn): Plate & { readonly data: Uint8Array<ArrayBuffer> } {
  const data = new Uint8Array(WIDTH * HEIGHT * 3).fill(GREY);
  const [yaw, pitch] = [radians(turn.yawDeg), radians(turn.pitchDeg)];
  // What one width to the right and one to the bottom on the plate are before the camera.
  const across = [Math.cos(yaw), Math.sin(yaw) * Math.sin(pitch), -Math.sin(yaw) * Math.cos(pitch)] as const;
  const down = [0, Math.cos(pitch), Math.sin(pitch)] as const;
  const focal = DISTANCE * PLATE_PX;
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++) {
      const [a, b] = [(column - WIDTH / 2) / focal, (row - HEIGHT / 2) / focal];
      // The ray (a, b, 1) meets the plate where u · across + v · down lies on it.
      const [m00, m01] = [across[0] - a * across[2], down[0] - a * down[2]];
      const [m10, m11] = [across[1] - b * across[2], down[1] - b * down[2]];
      const determinant = m00 * m11 - m01 * m10;
      const u = (DISTANCE * (a * m11 - b * m01)) / determinant;
      const v = (DISTANCE * (b * m00 - a * m10)) / determinant;
      sample(
        plate,
        (u + 0.5) * plate.width - 0.5,
        (v + 0.5) * plate.height - 0.5,
        data.subarray(3 * (row * WIDTH + column)),
      );
    }
  }
  return { data, width: WIDTH, height: HEIGHT };
}

function sample({ data, width, height }: Plate, x: number, y: number, out: Uint8Array): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return;
  const [dx, dy] = [x - left, y - top];
  for (let channel = 0; channel < 3; channel++) {
    const at = (i: number, j: number): number => data[3 * ((top + j) * width + left + i) + channel] ?? 0;
    out[channel] = (at(0, 0) * (1 - dx) + at(1, 0) * dx) * (1 - dy) + (at(0, 1) * (1 - dx) + at(1, 1) * dx) * dy;
  }
}

/** How far a face stands from the camera, inter-eye distances: about half a metre. */
const FACE_DISTANCE = 8;

/** A mesh turned about its middle. @param interEyeDistance pixels */
export function turnedLandmarks(landmarks: Float32Array, turn: Turn, interEyeDistance: number): Float32Array {
  const count = landmarks.length / 3;
  const at = (i: number, axis: number): number => landmarks[3 * i + axis] ?? 0;
  const middle = [0, 1, 2].map((axis) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += at(i, axis);
    return sum / count;
  });
  const [yaw, pitch] = [radians(turn.yawDeg), radians(turn.pitchDeg)];
  const out = new Float32Array(landmarks.length);
  for (let i = 0; i < count; i++) {
    const [x = 0, y = 0, z = 0] = middle.map((centre, axis) => (at(i, axis) - centre) / interEyeDistance);
    const [x1, z1] = [x * Math.cos(yaw) + z * Math.sin(yaw), z * Math.cos(yaw) - x * Math.sin(yaw)];
    const [y1, z2] = [y * Math.cos(pitch) - z1 * Math.sin(pitch), y * Math.sin(pitch) + z1 * Math.cos(pitch)];
    const scale = (interEyeDistance * FACE_DISTANCE) / (FACE_DISTANCE + z2);
    out.set([x1 * scale, y1 * scale, z2 * scale], 3 * i);
  }
  return out;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
