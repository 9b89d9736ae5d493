// Money, times and names as people read them. Amounts are integer minor units, and stay integers.

const currencies = new Map();

function currency(code) {
  let format = currencies.get(code);
  if (!format) {
    const style = new Intl.NumberFormat(undefined, {style: 'currency', currency: code});
    format = {style, digits: style.resolvedOptions().maximumFractionDigits};
    currencies.set(code, format);
  }
  return format;
}

/** `{amount: 255, currency: 'GBP'}` as £2.55. */
export function money(value) {
  if (!value) {
    return '–';
  }
  const {style, digits} = currency(value.currency);
  const text = String(value.amount).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  // A string of digits: a number of 64 bits has no room for every amount.
  return style.format(digits === 0 ? whole : `${whole}.${text.slice(text.length - digits)}`);
}

const counts = new Intl.NumberFormat();

/** 12345 as 12,345. */
export function count(number) {
  return counts.format(number);
}

/** One of what is counted, or several: `plural(2, 'unit')` is `2 units`. */
export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

const days = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short', year: 'numeric'});
const minutes = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit'});
const millis = new Intl.DateTimeFormat(undefined,
  {hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23'});

export function day(time) {
  return `${days.format(new Date(time))}, ${minutes.format(new Date(time))}`;
}

export function clock(time) {
  return millis.format(new Date(time));
}

/** How long something took: 84 ms, 2.4 s, 3 min. */
export function took(milliseconds) {
  if (milliseconds < 1_000) {
    return `${Math.max(0, Math.round(milliseconds))} ms`;
  }
  return milliseconds < 60_000
    ? `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`
    : `${Math.round(milliseconds / 60_000)} min`;
}

/** Names that are stored in capitals are easier to read without: "DISCO BALL" as "Disco ball". */
export function title(name) {
  if (name !== name.toUpperCase()) {
    return name;
  }
  const lower = name.toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
