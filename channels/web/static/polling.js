// Stands in for the socket where the network lets none through: the same frames, by requests that wait.
// To the connection it looks like a WebSocket; docs/web-chat.md says what goes over the wire.
const WAIT_AT_MOST_MS = 40000;

export class Polling extends EventTarget {
  readyState = WebSocket.OPEN;
  #hello;
  #mark = "";
  #out = [];
  #sending = false;
  #waiting = false;
  #requests = new Set();

  /** `hello()` is the frame that says who we are and what we have: every exchange begins with it. */
  constructor(hello) {
    super();
    this.#hello = hello;
    queueMicrotask(() => this.dispatchEvent(new Event("open")));
  }

  send(data) {
    this.#out.push(data);
    this.#flush();
  }

  close() {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.#requests.forEach((request) => request.abort());
    this.dispatchEvent(new Event("close"));
  }

  get #open() {
    return this.readyState === WebSocket.OPEN;
  }

  /** One exchange after the other, so that messages arrive in the order in which they were written. */
  async #flush() {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#open && this.#out.length) {
      const frame = this.#out.shift();
      await this.#exchange(JSON.parse(frame).type === "hello" ? [] : [frame], "");
    }
    this.#sending = false;
    this.#wait();
  }

  /** One exchange waits for news, as soon as there is a conversation that could have some. */
  async #wait() {
    if (this.#waiting) return;
    this.#waiting = true;
    while (this.#open && this.#mark && this.#hello().after > 0) await this.#exchange([], this.#mark);
    this.#waiting = false;
  }

  async #exchange(frames, mark) {
    const request = new AbortController();
    const hello = this.#hello();
    const tooLong = setTimeout(() => request.abort(), WAIT_AT_MOST_MS);
    this.#requests.add(request);
    try {
      const answer = await fetch(`/chat/exchange?wait=${mark}`, {
        method: "POST",
        body: [JSON.stringify(hello), ...frames].join("\n"),
        signal: request.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      this.#told((await answer.text()).split("\n"), hello.after);
    } catch {
      this.close();
    }
    clearTimeout(tooLong);
    this.#requests.delete(request);
  }

  /** After an error nothing waits: whoever hears of it asks again in a while. */
  #told(lines, asked) {
    if (!this.#open) return;
    const frames = lines.map((data) => ({ data, ...JSON.parse(data) }));
    const failed = frames.some(({ type }) => type === "error");
    for (const { type, data, mark } of frames) {
      if (type === "mark") this.#mark = failed ? "" : mark;
      else this.dispatchEvent(Object.assign(new MessageEvent("message", { data }), { asked }));
    }
  }
}
