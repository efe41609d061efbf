// Reads a ThumbHash: a picture in some 25 bytes, as a few cosines of lightness, two colours and alpha.

const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

// header reads the averages, the scales and the shape.
const header = (bytes) => {
  const low = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
  const high = bytes[3] | (bytes[4] << 8);
  const alpha = low >> 23 !== 0;
  const landscape = high >> 15 !== 0;
  const longest = alpha ? 5 : 7;
  return {
    alpha,
    lx: Math.max(3, landscape ? longest : high & 7),
    ly: Math.max(3, landscape ? high & 7 : longest),
    ratio: landscape ? longest / (high & 7) : (high & 7) / longest,
    means: [(low & 63) / 63, ((low >> 6) & 63) / 31.5 - 1, ((low >> 12) & 63) / 31.5 - 1],
    scales: [((low >> 18) & 31) / 31, ((high >> 3) & 63) / 63 * 1.25, ((high >> 9) & 63) / 63 * 1.25],
  };
};

// reader hands out the coefficients, four bits each.
const reader = (bytes, start) => {
  let index = 0;
  return (nx, ny, scale) => {
    const terms = [];
    for (let y = 0; y < ny; y++) {
      for (let x = y ? 0 : 1; x * ny < nx * (ny - y); x++) {
        const nibble = (bytes[start + (index >> 1)] >> ((index & 1) << 2)) & 15;
        terms.push({ x, y, weight: (nibble / 7.5 - 1) * scale });
        index++;
      }
    }
    return terms;
  };
};

// wave sums the cosines at a point of the unit square.
const wave = (mean, terms, u, v) =>
  terms.reduce((sum, t) => sum + 2 * t.weight * Math.cos(Math.PI * u * t.x) * Math.cos(Math.PI * v * t.y), mean);

const channels = (bytes) => {
  const head = header(bytes);
  const read = reader(bytes, head.alpha ? 6 : 5);
  const lightness = read(head.lx, head.ly, head.scales[0]);
  const p = read(3, 3, head.scales[1]);
  const q = read(3, 3, head.scales[2]);
  const alpha = head.alpha ? read(5, 5, (bytes[5] >> 4) / 15) : [];
  const opaque = head.alpha ? (bytes[5] & 15) / 15 : 1;
  return { head, lightness, p, q, alpha, opaque };
};

const paint = (pixels, width, height, c) => {
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
      const l = wave(c.head.means[0], c.lightness, u, v);
      const p = wave(c.head.means[1], c.p, u, v);
      const q = wave(c.head.means[2], c.q, u, v);
      const b = l - (2 / 3) * p;
      const r = (3 * l - b + q) / 2;
      [r, r - q, b, wave(c.opaque, c.alpha, u, v)].forEach((value, n) => {
        pixels[i + n] = Math.max(0, Math.min(1, value)) * 255;
      });
    }
  }
};

/** Makes a picture of a ThumbHash in base64, as an address of scheme data. */
export function thumbHashToURL(base64) {
  const bytes = bytesOf(base64);
  const c = channels(bytes);
  const width = Math.round(c.head.ratio > 1 ? 32 : 32 * c.head.ratio);
  const height = Math.round(c.head.ratio > 1 ? 32 / c.head.ratio : 32);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  paint(image.data, width, height, c);
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
