// New urgent cases: a sound, the page's title, and a notification where they are allowed.
// None of them says anything about who wrote or what: only that somebody waits.
const RANK = { routine: 0, complex: 1, urgent: 2, emergency: 3 };
const MUTE_MINUTES = 10;
const NAME = "Desk – Connexions Direct";

export class Alarm {
  #known = null;
  #mine = null;
  #over = null;
  #sound = null;

  // `climbs`: a wait that goes over its target rings here too, because a supervisor looks.
  constructor(button, notify, say, { climbs = false } = {}) {
    this.button = button;
    this.climbs = climbs;
    this.say = say;
    button.hidden = false;
    button.addEventListener("click", () => this.toggle());
    this.#offerNotifications(notify);
    for (const gesture of ["pointerdown", "keydown"]) {
      addEventListener(gesture, () => this.#wake(), { once: true });
    }
    this.show();
  }

  // Look at who waits; ring for a case that is new, or that has become graver, and is urgent.
  look(waiting) {
    const graver = waiting.filter(
      ({ case: id, level }) =>
        RANK[level] >= RANK.urgent && this.#known && !(this.#known.get(id) >= RANK[level]),
    );
    const late = waiting.filter(({ case: id, over }) => over && this.#over && !this.#over.has(id));
    this.#known = new Map(waiting.map(({ case: id, level }) => [id, RANK[level]]));
    this.#over = new Set(waiting.filter(({ over }) => over).map(({ case: id }) => id));
    this.#entitle(waiting);
    if (!graver.length) {
      if (late.length && this.climbs) this.#tellOf("A case is over its target.");
      return;
    }
    const emergency = graver.some(({ level }) => level === "emergency");
    this.say(emergency ? "A new emergency is waiting." : "A new urgent case is waiting.");
    if (!this.muted) this.#ring(emergency);
    this.#notify(emergency ? "Emergency waiting" : "Urgent case waiting");
  }

  #tellOf(words) {
    this.say(words);
    if (!this.muted) this.#ring(false);
    this.#notify(words);
  }

  // Something that waits for this adviser in particular: a case offered, a question, news.
  lookAtMine(marks) {
    const fresh = this.#mine && marks.some((mark) => !this.#mine.has(mark));
    this.#mine = new Set(marks);
    if (!fresh) return;
    this.say("Something new is for you. It stands above the queue.");
    if (!this.muted && this.#sound?.state === "running") this.#ring(false);
  }

  get muted() {
    return Number(localStorage.getItem("desk-muted-until") || 0) > Date.now();
  }

  toggle() {
    const until = this.muted ? 0 : Date.now() + MUTE_MINUTES * 60_000;
    localStorage.setItem("desk-muted-until", String(until));
    this.show();
    this.say(until ? `The sound is off until ${clock(until)}.` : "The sound is on.");
  }

  show() {
    const until = Number(localStorage.getItem("desk-muted-until"));
    this.button.textContent = this.muted ? `Muted until ${clock(until)}` : "Mute for 10 min";
    this.button.setAttribute("aria-pressed", String(this.muted));
  }

  #entitle(waiting) {
    const count = (level) => waiting.filter((one) => one.level === level).length;
    const [emergencies, urgent] = [count("emergency"), count("urgent")];
    const parts = [];
    if (emergencies) parts.push(`▲ ${emergencies} ${emergencies === 1 ? "emergency" : "emergencies"}`);
    if (urgent) parts.push(`◆ ${urgent} urgent`);
    if (!parts.length && waiting.length) parts.push(`${waiting.length} waiting`);
    document.title = [...parts, NAME].join(" · ");
  }

  #wake() {
    this.#sound ??= new AudioContext();
    if (this.#sound.state === "suspended") this.#sound.resume();
  }

  #ring(emergency) {
    if (this.#sound?.state !== "running") {
      this.say("Click anywhere on this page to switch the sound on.");
      return;
    }
    const tones = emergency ? [880, 660, 880, 660] : [660, 880];
    tones.forEach((pitch, number) => this.#tone(pitch, number * 0.22));
  }

  #tone(pitch, after) {
    const at = this.#sound.currentTime + after;
    const tone = this.#sound.createOscillator();
    const volume = this.#sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.2, at + 0.02);
    volume.gain.linearRampToValueAtTime(0, at + 0.2);
    tone.connect(volume).connect(this.#sound.destination);
    tone.start(at);
    tone.stop(at + 0.2);
  }

  #offerNotifications(button) {
    if (!("Notification" in window) || Notification.permission !== "default") return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await Notification.requestPermission();
      button.hidden = true;
    });
  }

  #notify(words) {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    if (!document.hidden) return;
    const told = new Notification(words, {
      tag: "desk",
      body: "Open the desk to see it.",
      silent: true,
    });
    told.addEventListener("click", () => {
      window.focus();
      told.close();
    });
  }
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/London",
  });
}
