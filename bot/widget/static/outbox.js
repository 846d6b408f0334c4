// The person's messages on their way: in order, one at a time, kept until the server has them.
import { readList, writeList } from "./storage.js";

const NAME = "outbox";

export class Outbox {
  // `post(item)` sends one; `changed(item)` draws it; `refused(item, problem)` is for good.
  constructor(post, changed, refused) {
    Object.assign(this, { post, changed, refused, items: readList(NAME), busy: false, tries: 0 });
    window.addEventListener("online", () => this.flush());
  }

  add(item) {
    this.items.push(item);
    this.keep();
    this.changed(item);
    this.flush();
  }

  keep() { writeList(NAME, this.items.map(({ id, text, button, title, at }) => ({ id, text, button, title, at }))); }

  remove(id) {
    this.items = this.items.filter((item) => item.id !== id);
    this.keep();
  }

  clear() {
    this.items = [];
    this.keep();
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.items.length) if (!(await this.sendFirst())) return;
    } finally {
      this.busy = false;
    }
  }

  async sendFirst() {
    const item = this.items[0];
    this.mark(item, "sending");
    try {
      await this.post(item);
      this.remove(item.id);
      this.mark(item, "sent");
      this.tries = 0;
      return true;
    } catch (problem) {
      if (!this.items.includes(item)) return true; // it arrived all the same: the stream told us
      if (problem.isPassing) {
        this.mark(item, "failed", problem.message);
        this.tries += 1;
        const wait = Math.max(problem.retryAfter, Math.min(60, 4 * 2 ** this.tries));
        this.timer = setTimeout(() => this.flush(), wait * 1000);
        return false;
      }
      if (!problem.isGone) this.remove(item.id);
      this.refused(item, problem);
      return true;
    }
  }

  mark(item, state, why = "") {
    Object.assign(item, { state, why });
    this.changed(item);
  }
}
