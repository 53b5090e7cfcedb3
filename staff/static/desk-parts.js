// Putting fresh parts of the page in place without disturbing whoever works on it:
// focus, selection, scrolling, opened folds and unsent words all stay.
const shown = new Map();

const withoutClocks = (html) => html.replace(/>[^<]*<\/time>/g, "></time>");

export function swap(element, html) {
  const plain = withoutClocks(html);
  // What the page came with stays where it is: a click that falls into a change is lost.
  const same = shown.has(element.id) ? shown.get(element.id) === plain : stands(element, html);
  shown.set(element.id, plain);
  if (same) return false;
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && focused !== element ? whereIs(focused) : () => null;
  const selection = focused?.matches("textarea") && [focused.selectionStart, focused.selectionEnd];
  const open = [...element.querySelectorAll("details[open][id]")].map((fold) => fold.id);
  const chosen = choices(element);
  element.replaceChildren(document.createRange().createContextualFragment(html));
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  restoreDrafts(element);
  for (const [id, value, ticked] of chosen) {
    const field = document.getElementById(id);
    if (field) Object.assign(field, { value, checked: ticked });
  }
  const now = again();
  now?.focus({ preventScroll: true });
  if (selection && now) now.setSelectionRange(...selection);
  return true;
}

// Finds what has the focus again in fresh parts: by its own name, or as the same thing in the same named place.
function whereIs(focused) {
  const home = focused.closest("[id]");
  const kind = focused.tagName;
  const number = [...home.getElementsByTagName(kind)].indexOf(focused);
  const words = focused.textContent;
  return () => {
    const fresh = document.getElementById(home.id);
    const found = number < 0 ? fresh : fresh?.getElementsByTagName(kind)[number];
    return number < 0 || found?.textContent === words ? found : null;
  };
}

function stands(element, html) {
  const other = document.createElement("div");
  other.append(document.createRange().createContextualFragment(html));
  return withoutClocks(other.innerHTML).trim() === withoutClocks(element.innerHTML).trim();
}

// What was chosen in the forms and not sent yet: what differs from what the page came with.
function choices(element) {
  const fields = [...element.querySelectorAll("form select[id], form input[id]")];
  const usual = (field) =>
    field.matches("select")
      ? [...field.options].find((one) => one.defaultSelected) ?? field.options[0]
      : { value: field.defaultValue };
  return fields
    .filter((field) => field.value !== usual(field)?.value || field.checked !== field.defaultChecked)
    .map((field) => [field.id, field.value, field.checked]);
}

export function forget() {
  shown.clear();
}

// Each promise has forms of its own, which send to the same address.
const formKey = (form) => `draft:${form.getAttribute("action")}${form.elements.promise?.value ?? ""}`;
const draftKey = (box) => formKey(box.form);

export function keepDraft(box) {
  // An emptied reply is remembered as empty: the service's copy must not come back.
  const emptied = box.id === "reply-text" && sessionStorage.getItem(draftKey(box)) !== null;
  if (box.value || emptied) sessionStorage.setItem(draftKey(box), box.value);
  else sessionStorage.removeItem(draftKey(box));
}

export function dropDraft(form) {
  sessionStorage.removeItem(formKey(form));
}

// The service's copy of a reply that this tab knows nothing of: begun elsewhere, or taken back.
export function offerDraft(box, text) {
  if (!box || !text || box.value || sessionStorage.getItem(draftKey(box)) !== null) return;
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

export function restoreDrafts(element) {
  for (const box of element.querySelectorAll("form textarea")) {
    const kept = sessionStorage.getItem(draftKey(box));
    if (kept !== null && box.value !== kept) {
      box.value = kept;
      if (kept) box.closest("details")?.setAttribute("open", "");
    }
    if (box.value || kept !== null) box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// "14:05, 3 min ago" and "14:10, in 2 min" go on counting; `ahead` is how far the server's clock is before ours.
export function tick(ahead) {
  const now = Date.now() + ahead;
  for (const time of document.querySelectorAll("#desk time[datetime]")) {
    const [clock] = time.textContent.split(", ");
    time.textContent = `${clock}, ${ago(now - Date.parse(time.dateTime))}`;
  }
}

function ago(gone) {
  const minutes = Math.floor(Math.abs(gone) / 60_000);
  // What has just come may be a moment ahead of our reckoning of the service's clock.
  if (minutes === 0) return gone > -5000 ? "just now" : "in under a minute";
  return gone > 0 ? `${span(minutes)} ago` : `in ${span(minutes)}`;
}

function span(minutes) {
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const days = Math.floor(minutes / 1440);
  return days === 1 ? "1 day" : `${days} days`;
}
