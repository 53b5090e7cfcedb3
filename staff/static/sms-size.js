// How long a text message is, counted as phone networks count and as the service sends it
// (content/sms_text.py): plain characters instead of typographic ones, then GSM-7 or UCS-2 parts.
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("^{}\\[~]|€\f");
const FOLDS = {
  "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-",
  "\u2026": "...", "\u00a0": " ", "\u2022": "-", "\t": " ", "\u2713": "", "`": "'",
};
const HATS = new Map(
  [..."âêîôûŵŷÂÊÎÔÛŴŶáíóúẃýïëẅ"].map((letter, at) => [letter, "aeiouwyAEIOUWYaiouwyiew"[at]]),
);
const isOutside = (c) => !BASIC.has(c) && !EXTENDED.has(c);

export function smsSize(text) {
  const plain = [...text.trim()].map((c) => FOLDS[c] ?? c).join("");
  // Letters lose an accent only where that keeps the whole text in the cheaper alphabet.
  const bare = [...plain].map((c) => HATS.get(c) ?? c);
  const signs = bare.some(isOutside) ? [...plain] : bare;
  const outside = [...new Set(signs.filter(isOutside))];
  const costs = outside.length
    ? signs.map((c) => c.length)
    : signs.map((c) => (EXTENDED.has(c) ? 2 : 1));
  return { outside, ...parts(costs, ...(outside.length ? [70, 67] : [160, 153])) };
}

// What so many parts cost, as the pages of the service say it (web/money.py); nothing where no price is set.
export function smsCost(count, penceEach) {
  if (penceEach === undefined) return "";
  const pence = Math.round(count * Number(penceEach) * 100) / 100;
  return pence < 100 ? `, about ${pence}p` : `, about £${(pence / 100).toFixed(2)}`;
}

function parts(costs, alone, each) {
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  if (units <= alone) return { units, parts: costs.length ? 1 : 0, left: alone - units };
  let count = 1;
  let room = each;
  for (const cost of costs) {
    if (cost > room) {
      count += 1;
      room = each;
    }
    room -= cost;
  }
  return { units, parts: count, left: room };
}
