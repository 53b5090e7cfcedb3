// On a shared computer the chat goes away by itself when nobody uses it, after asking.
const LOOK_EVERY_MS = 5000;
const ASKED_FOR_MS = 60000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"];

/** Watches from now on. Gives what stops it. A computer that slept through it all leaves at once. */
export const leaveWhenIdle = (minutes, question, leave) => {
  const signs = new AbortController();
  let used = Date.now();
  const stay = () => (used = Date.now());
  const stop = () => {
    clearInterval(look);
    signs.abort();
  };
  const look = setInterval(() => {
    const idle = Date.now() - used;
    if (idle > minutes * 60000 + ASKED_FOR_MS) {
      stop();
      leave();
    } else if (idle > minutes * 60000 && !question.open) question.showModal();
  }, LOOK_EVERY_MS);
  for (const sign of SIGNS) {
    // While it asks, only an answer counts: a mouse that is pushed in passing is none.
    addEventListener(sign, () => question.open || stay(), { signal: signs.signal, passive: true });
  }
  question.addEventListener("close", stay, { signal: signs.signal });
  return stop;
};
