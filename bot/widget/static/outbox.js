// The person's messages on their way: in order, one at a time, kept until the server has them.
import { readList, writeList } from "./storage.js";

const NAME = "outbox";

export class Outbox {
  // `post(item)` sends one; `changed(item)` draws it; `refused(item, problem)` is for good; `isOpen()`: there is somebody to send to.
  constructor(post, changed, refused, isOpen) {
    Object.assign(this, { post, changed, refused, isOpen, items: readList(NAME), busy: false, tries: 0 });
    this.own = new Set(this.items.map(({ id }) => id)); // that this tab has or had
    window.addEventListener("online", () => this.flush());
  }

  add(item) {
    this.items.push(item);
    this.keep();
    this.changed(item);
    this.flush();
  }

  // What another tab has in hand stays too.
  keep() {
    this.items.forEach(({ id }) => this.own.add(id));
    const others = readList(NAME).filter(({ id }) => !this.own.has(id));
    writeList(NAME, [...others, ...this.items.map(({ id, text, button, title, at }) => ({ id, text, button, title, at }))]);
  }

  remove(id) {
    this.items = this.items.filter((item) => item.id !== id);
    this.keep();
  }

  clear() {
    this.items = [];
    writeList(NAME, []);
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy || !this.isOpen()) return;
    this.busy = true;
    const tooMany = new Set(); // a cry for help may still be heard: what comes after such an item is offered too
    try {
      for (;;) {
        const item = this.items.find((one) => !tooMany.has(one));
        if (!item) return;
        const status = await this.sendOne(item);
        if (status === 429) tooMany.add(item);
        else if (status !== null) return;
      }
    } finally {
      this.busy = false;
    }
  }

  // The status of what went wrong for now; null when the item is done with.
  async sendOne(item) {
    this.mark(item, "sending");
    try {
      await this.post(item);
      this.remove(item.id);
      this.mark(item, "sent");
      this.tries = 0;
      return null;
    } catch (problem) {
      if (!this.items.includes(item)) return null; // it arrived all the same: the stream told us
      if (problem.isPassing) {
        this.mark(item, "failed", problem.message);
        this.tries += 1;
        const wait = Math.max(problem.retryAfter, Math.min(60, 4 * 2 ** this.tries));
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.flush(), wait * 1000);
        return problem.status;
      }
      if (!problem.isGone) this.remove(item.id);
      this.refused(item, problem);
      return null;
    }
  }

  mark(item, state, why = "") {
    Object.assign(item, { state, why });
    this.changed(item);
  }
}
