// News of a conversation: server-sent events read by fetch, again and again; where that fails, by asking.
import { problemOf } from "./api.js";

const SILENCE = 40000; // milliseconds without a heartbeat
const FIRST = 10000; // until it tells anything: longer, and something on the way holds it back
const ASK_EVERY = 3000;
const LONGEST_WAIT = 30000;
const STREAM_AGAIN = 60000;

export class Stream {
  // `last()` is the sequence known so far; `heard(event, data)` takes events; `state` is told "on", "off" or the problem.
  constructor(token, last, heard, state) {
    Object.assign(this, { token, last, heard, state, tries: 0, stopped: false });
    this.wake = () => { this.tries = 0; this.skipWait?.(); };
    this.cut = () => { this.abort?.abort(); this.state("off"); };
    window.addEventListener("online", this.wake);
    window.addEventListener("offline", this.cut);
    document.addEventListener("visibilitychange", this.wake);
    this.run();
  }

  stop() {
    this.stopped = true;
    window.removeEventListener("online", this.wake);
    window.removeEventListener("offline", this.cut);
    document.removeEventListener("visibilitychange", this.wake);
    this.abort?.abort();
    this.skipWait?.();
  }

  wait(milliseconds) {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds);
      this.skipWait = () => { clearTimeout(timer); done(); };
    });
  }

  async run() {
    while (!this.stopped) {
      try {
        await this.listen();
      } catch (error) {
        if (this.stopped) return;
        if (error.isGone) return this.state(error);
        if (error.status === 503 || error.noStreams || this.toldNothing) await this.ask();
        else this.state("off");
      }
      if (this.stopped) return;
      await this.wait(Math.min(LONGEST_WAIT, 1000 * 2 ** this.tries++) * (0.75 + Math.random() / 2));
    }
  }

  async listen() {
    this.abort = new AbortController();
    this.toldNothing = false;
    const beat = () => { clearTimeout(this.silent); this.silent = setTimeout(() => this.abort.abort(), SILENCE); };
    this.silent = setTimeout(() => { this.toldNothing = true; this.abort.abort(); }, FIRST);
    try {
      const response = await this.fetch("");
      if (!response.body?.getReader) throw Object.assign(new Error("no streams"), { noStreams: true });
      this.tries = 0;
      this.state("on");
      await this.read(response.body.getReader(), beat);
    } finally {
      clearTimeout(this.silent);
    }
  }

  async fetch(query) {
    const headers = { Authorization: `Bearer ${this.token}`, "Last-Event-ID": String(this.last()), Accept: "text/event-stream" };
    const response = await fetch(`/api/v1/events${query}`, { headers, signal: this.abort.signal, cache: "no-store", credentials: "omit" });
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  async read(reader, beat) {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done || this.stopped) return;
      beat();
      const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = blocks.pop();
      blocks.forEach((block) => this.take(block));
    }
  }

  take(block) {
    const lines = Object.fromEntries(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
    if (lines.event && lines.data) this.heard(lines.event, JSON.parse(lines.data));
  }

  async ask() {
    const until = Date.now() + STREAM_AGAIN;
    while (!this.stopped && Date.now() < until) {
      this.abort = new AbortController();
      const patience = setTimeout(() => this.abort.abort(), FIRST);
      try {
        const told = await (await this.fetch("?once=true")).text();
        told.split("\n\n").forEach((block) => this.take(block));
        this.state("on");
      } catch (error) {
        if (error.isGone) return this.state(error);
        if (!this.stopped) this.state("off");
      }
      clearTimeout(patience);
      await this.wait(ASK_EVERY);
    }
  }
}
