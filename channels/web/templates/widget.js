// One script tag puts the chat on a page. It runs in a frame of its own: this page sees nothing of it.
// It shows only on the sites that the service names; on any other the browser would refuse the frame.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const inSchool = {{ schools | tojson }}.includes(location.origin);
  if (!inSchool && ![origin, ...{{ sites | tojson }}].includes(location.origin)) {
    console.warn("The chat is not set up for this site.");
    return;
  }
  const neutralSite = {{ neutral_site | tojson }};
  const known = {{ words | tojson }};
  // The chat opens in the language of the page that it stands on, or the one its script tag names.
  const asked = document.currentScript.dataset.lang || document.documentElement.lang;
  const language = asked.slice(0, 2).toLowerCase();
  const words = known[language] ?? known.en;
  const style = `
    :host { all: initial !important; display: block !important; position: fixed !important;
      inset: auto 1rem 1rem auto !important; z-index: 2147483000 !important; }
    button { min-height: 2.75rem; padding: 0.5rem 1.25rem; border: 1px solid #fff; border-radius: 2rem;
      background: #1c5b66; color: #fff; font: 600 1rem/1.4 system-ui, sans-serif; cursor: pointer; }
    button:focus-visible { outline: 3px solid #a14a00; outline-offset: 2px; }
    iframe { position: fixed; inset: auto 1rem 4.5rem auto; width: min(26rem, calc(100vw - 2rem));
      height: min(42rem, calc(100dvh - 6rem)); border: 1px solid #6b7a7b; border-radius: 1rem;
      background: Canvas; }
    @media (max-width: 30rem), (max-height: 30rem) {
      iframe { inset: 0 0 4rem 0; width: 100vw; height: calc(100dvh - 4rem); border: 0; border-radius: 0; }
    }`;

  class ConnexionsChat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      root.adoptedStyleSheets = [sheet];
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.lang = words === known[language] ? language : "en";
      this.button.addEventListener("click", () => this.toggle());
      root.append(this.button);
      this.say();
      addEventListener("message", (event) => {
        const ours = this.frame && event.source === this.frame.contentWindow && event.origin === origin;
        if (ours && event.data === "connexions-leave") this.leave();
      });
      let presses = [];
      addEventListener("keydown", (event) => {
        if (!this.frame || event.repeat) return;
        presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-3) : [];
        if (presses.length === 3 && presses[2] - presses[0] < 1500) this.leave();
      });
    }

    toggle() {
      if (this.frame) {
        this.frame.hidden = !this.frame.hidden;
      } else {
        this.frame = document.createElement("iframe");
        this.frame.title = words.title;
        this.frame.referrerPolicy = "no-referrer";
        this.frame.src = origin + (inSchool ? "/chat/school" : "/chat/embedded") +
          (language in known ? `?around=${language}` : "");
        this.shadowRoot.prepend(this.frame);
      }
      this.say();
      if (!this.frame.hidden) this.frame.focus();
    }

    say() {
      const open = Boolean(this.frame && !this.frame.hidden);
      this.button.textContent = open ? words.close : words.open;
      this.button.setAttribute("aria-expanded", String(open));
    }

    leave() {
      this.remove();
      location.replace(neutralSite);
    }
  }

  if (!customElements.get("connexions-chat")) customElements.define("connexions-chat", ConnexionsChat);
  const place = () => {
    if (!document.querySelector("connexions-chat")) {
      document.body.append(document.createElement("connexions-chat"));
    }
  };
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);
})();
