// A picture for a product that has none: a panel of zellij tiles, always the same for a SKU; where there is room for it,
// with a sign of what the product is for.

import {s} from '../lib/dom.js';

const ICONS = {
  kitchen: ['M5 9h11v5a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5z', 'M16 10h1.5a2.5 2.5 0 0 1 0 5H16', 'M8 3v3M12 3v3'],
  home: ['M4 11.5 12 5l8 6.5', 'M6 10v9h12v-9', 'M10 19v-5h4v5'],
  toys: ['M12 12V4l5 4-5 4', 'M5 15h14l-2.5 4.5h-9z', 'M12 12v3'],
  gifts: ['M5 11h14v9H5z', 'M4 7.5h16V11H4z', 'M12 7.5V20', 'M12 7.5c-4 0-5-4-2.5-4S12 7.5 12 7.5s0-4 2.5-4 1.500 4-2.500 4'],
  christmas: ['M12 3 7.500 9.500h2L5.500 15h13l-4-5.500h2z', 'M12 15v5', 'M9 20h6'],
  stationery: ['M5 19l1-4L16.500 4.500l3 3L9 18z', 'M14 7l3 3', 'M12 20h7'],
  bags: ['M5 9h14l-1 11H6z', 'M9 12V7.500a3 3 0 0 1 6 0V12'],
  lighting: ['M9 3h6l3 9H6z', 'M12 12v7', 'M8.500 20h7'],
  garden: ['M12 20v-8', 'M12 12c0-4-3-6-7-6 0 4 3 6 7 6z', 'M12 14c0-3 2.500-5 6.500-5 0 3.500-2.500 5-6.500 5z'],
  jewellery: ['M7 5h10l3.500 4.500L12 20 3.500 9.500z', 'M3.500 9.500h17', 'M9 9.500 12 20l3-10.500L12 5z'],
  party: ['M4 20l4.500-11 6.500 6.500z', 'M14 9c0-2.500 3-2 3-5', 'M16 12c2-1.500 3 .5 4.500-1', 'M12 5.500V4M19 6.500l.8-.8'],
  other: ['M12 4l2.200 4.500 5 .7-3.600 3.500.9 5-4.500-2.400-4.500 2.400.9-5-3.600-3.500 5-.7z'],
};

/** Ground, tile, light tile, line: of glazes that stand beside each other on old walls. */
const GLAZES = [
  ['#0f6b63', '#12857a', '#f1e3c4', '#0a4f49'],
  ['#1d4e89', '#2c6db5', '#f4e7cf', '#143863'],
  ['#a8442a', '#c65d3b', '#f7e8d0', '#7d301c'],
  ['#8a6a1f', '#b98a2b', '#faf0d7', '#654c12'],
  ['#5b3a70', '#7a5293', '#f0e4ee', '#432a54'],
  ['#2f6b3a', '#45894f', '#eef0d6', '#214d2a'],
  ['#7d2c46', '#a3445f', '#f6e2df', '#5c1e32'],
  ['#2b5f73', '#3f8199', '#e7efe9', '#1d4555'],
];

function hash(text) {
  let value = 2_166_136_261;
  for (const char of text) {
    value = Math.imul(value ^ char.codePointAt(0), 16_777_619);
  }
  // Names that differ in the last characters alone get pictures that differ everywhere.
  value = Math.imul(value ^ value >>> 15, 2_246_822_507);
  return (value ^ value >>> 13) >>> 0;
}

function star(x, y, radius, inner) {
  const points = [];
  for (let i = 0; i < 16; i++) {
    const angle = Math.PI * i / 8 + Math.PI / 8;
    const reach = i % 2 === 0 ? radius : radius * inner;
    points.push(`${(x + reach * Math.cos(angle)).toFixed(1)},${(y + reach * Math.sin(angle)).toFixed(1)}`);
  }
  return points.join(' ');
}

function diamond(x, y, radius) {
  return `${x},${y - radius} ${x + radius},${y} ${x},${y + radius} ${x - radius},${y}`;
}

/** Stars on a lattice with diamonds between them; what a seed changes is their number, their points and their glaze. */
function panel(seed, [ground, tile, light, line]) {
  const cells = 3 + seed % 3;
  const size = 120 / cells;
  const inner = [0.54, 0.66, 0.765][(seed >>> 3) % 3];
  const swapped = (seed >>> 6) % 2 === 0;
  const parts = [s('rect', {width: 120, height: 120, fill: ground})];
  for (let row = 0; row <= cells; row++) {
    for (let column = 0; column <= cells; column++) {
      const [x, y] = [column * size, row * size];
      parts.push(s('polygon', {points: star(x, y, size * 0.52, inner), fill: swapped ? tile : light, stroke: line,
        'stroke-width': 0.8}));
      parts.push(s('polygon', {points: diamond(x, y, size * 0.17), fill: swapped ? light : ground}));
      parts.push(s('polygon', {points: diamond(x + size / 2, y + size / 2, size * 0.24),
        fill: swapped ? light : tile, stroke: line, 'stroke-width': 0.6}));
    }
  }
  return parts;
}

/** The picture of a product; it says nothing that its name does not. */
export function art(sku, category) {
  const seed = hash(sku);
  const glaze = GLAZES[(seed >>> 9) % GLAZES.length];
  return s('svg.art', {viewBox: '0 0 120 120', 'aria-hidden': 'true', focusable: 'false',
    preserveAspectRatio: 'xMidYMid slice'},
  panel(seed, glaze), sign(ICONS[category.toLowerCase()] ?? ICONS.other, glaze[3]));
}

/** The same picture, small. */
export function thumb(sku) {
  const seed = hash(sku);
  return s('svg.art', {viewBox: '0 0 60 60', 'aria-hidden': 'true', focusable: 'false'},
    panel(seed, GLAZES[(seed >>> 9) % GLAZES.length]));
}

function sign(paths, ink) {
  return [
    s('circle', {cx: 60, cy: 60, r: 30, fill: ink}),
    s('circle', {cx: 60, cy: 60, r: 27.5, fill: '#fffaf0'}),
    s('g', {transform: 'translate(39 39) scale(1.75)', fill: 'none', stroke: ink, 'stroke-width': 1.35,
      'stroke-linecap': 'round', 'stroke-linejoin': 'round'}, paths.map(d => s('path', {d}))),
  ];
}
