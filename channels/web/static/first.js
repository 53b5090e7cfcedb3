// What must work however slowly the other scripts arrive: it stands in the head, and the page waits for it.
{
  const key = () => {
    try {
      return JSON.parse(sessionStorage.getItem("chat"))?.token ?? "";
    } catch {
      return ""; // No storage here: the page itself remembers.
    }
  };

  // A form is given the key to this tab's chat as it is sent.
  addEventListener("submit", ({ target: form }) => {
    if (form.method !== "post" || form.target || !key()) return;
    const made = () => form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "token" }));
    (form.elements.token ?? made()).value = key();
  });

  // "Leave quickly" leaves nothing to come back to, also before leaving.js is here and does it with more care.
  addEventListener("click", (event) => {
    const link = event.target.closest("#leave");
    if (!link || event.defaultPrevented) return;
    navigator.sendBeacon?.("/left", key());
    if ("BroadcastChannel" in window) new BroadcastChannel("leave").postMessage("");
    try {
      sessionStorage.clear();
    } catch {
      // There was none to clear.
    }
    if (window.top !== window) return; // The link leaves with the page around us.
    event.preventDefault();
    location.replace(link.dataset.to);
  });
}
