// The draft of a reply is also kept by the service, a moment after the last key, so that it outlives
// this browser. What this tab knows of a draft comes first.
const AFTER_MS = 1200;
const TELL_EVERY_MS = 3000;
let timer = 0;
let toldWriting = 0;

// Keep what is written, and let a young person on the web chat see that somebody writes.
export function beginsToWrite(box, csrf) {
  clearTimeout(timer);
  timer = setTimeout(() => post(box, "draft", csrf, { text: box.value }), AFTER_MS);
  const writing = box.form.dataset.channel === "web" && box.value;
  if (!writing || document.activeElement !== box || Date.now() - toldWriting < TELL_EVERY_MS) return;
  toldWriting = Date.now();
  post(box, "writing", csrf, {});
}

function post(box, what, csrf, fields) {
  fetch(box.form.action.replace(/reply$/, what), {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": csrf },
    body: new URLSearchParams(fields),
  }).catch(() => {}); // this tab still has the words, and tries again at the next key
}

export function forgetSaving() {
  clearTimeout(timer);
}
