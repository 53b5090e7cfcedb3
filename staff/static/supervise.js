// Keeps the numbers of the supervisor's page fresh. Forms that somebody fills in are left alone.
const EVERY_MS = 2000;
const now = document.getElementById("now");
let timer = 0;

async function look() {
  timer = 0;
  const answer = await fetch("/staff/supervise?now=yes").catch(() => null);
  if (!answer?.ok) return;
  const focused = now.contains(document.activeElement) ? document.activeElement.id : "";
  now.innerHTML = await answer.text();
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

const lookSoon = () => (timer ||= setTimeout(look, EVERY_MS));
const stream = new EventSource("/staff/desk/events");
for (const told of ["ready", "changed", "beat"]) stream.addEventListener(told, lookSoon);
stream.addEventListener("signed-out", () => stream.close());
