// Tells the service that this adviser is here. Asked by the service's stream, not by a clock of ours:
// a page in the background has slow clocks, and a page that hears nothing should count as gone.
const EVERY_MS = 10_000;
let told = 0;

export function answerHere() {
  if (Date.now() - told < EVERY_MS) return;
  told = Date.now();
  fetch("/staff/desk/here", {
    method: "POST",
    headers: {
      Accept: "application/json",
      "X-CSRF-Token": document.querySelector('input[name="csrf"]').value,
    },
    body: new URLSearchParams({ case: document.getElementById("desk")?.dataset.open ?? "" }),
  }).catch(() => {
    told = 0; // the stream asks again
  });
}

// The desk has a stream of its own; any other page listens for this alone.
if (!document.getElementById("desk")) {
  const stream = new EventSource("/staff/desk/events");
  for (const told of ["ready", "changed", "beat"]) stream.addEventListener(told, answerHere);
  stream.addEventListener("signed-out", () => stream.close());
}
