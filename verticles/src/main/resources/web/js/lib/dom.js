// Elements from values. Text is always text: nothing here reads markup, so nothing that a shop's data says becomes code.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element: `h('a.more', {href: '#/', onclick: go}, 'More')`. The name may have classes. A property that is a function
 * is a listener, `null`, `undefined` and `false` are left out, `true` is an empty attribute. Children are nodes, texts,
 * lists of them, and nothing.
 */
export function h(name, properties, ...children) {
  return build(name, properties, children, tag => document.createElement(tag));
}

/** As `h`, for SVG. */
export function s(name, properties, ...children) {
  return build(name, properties, children, tag => document.createElementNS(SVG, tag));
}

function build(name, properties, children, create) {
  const [tag, ...classes] = name.split('.');
  const element = create(tag);
  if (classes.length > 0) {
    element.setAttribute('class', classes.join(' '));
  }
  for (const [key, value] of Object.entries(properties ?? {})) {
    set(element, key, value);
  }
  put(element, children);
  return element;
}

function set(element, key, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (typeof value === 'function') {
    element.addEventListener(key.slice(2), value);
  } else {
    element.setAttribute(key, value === true ? '' : String(value));
  }
}

function put(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child);
    }
  }
}

/** Gives an element these children, and no others. */
export function fill(element, ...children) {
  element.replaceChildren();
  put(element, children);
  return element;
}

/** A line icon of 24 by 24; it says nothing to a screen reader, so what it stands for is written beside it. */
export function icon(path, className = 'icon') {
  return s(`svg.${className}`, {viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false'},
    [path].flat().map(d => s('path', {d})));
}

/** Says something to screen readers, once, without moving the focus. */
export function say(text) {
  const place = document.getElementById('said');
  place.textContent = '';
  // The same words twice are news the second time, too.
  requestAnimationFrame(() => {
    place.textContent = text;
  });
}

/** Waits; ends early, with an error, when the signal says so. */
export function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, millis);
    if (signal?.aborted) {
      stop();
    } else {
      signal?.addEventListener('abort', stop, {once: true});
    }
  });
}
