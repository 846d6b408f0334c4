// The API of the assistant: one function, and an error that says what went wrong in words for the person.
import { t } from "./texts.js";

const PATIENCE = 20000; // milliseconds for an answer

export class Problem extends Error {
  constructor(status, kind, sentence, retryAfter = 0) {
    super(sentence);
    this.status = status;
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  get isPassing() { return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500; }
  get isGone() { return this.status === 401 || this.status === 410; }
}

export async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  const kind = String(body.type || "").replace("/problems/", "");
  const sentence = response.status === 401 ? t("gone") : body.detail || t("failed");
  return new Problem(response.status, kind, sentence, Number(response.headers.get("Retry-After")) || 0);
}

export async function call(method, path, { token, body } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const options = { method, headers, signal: stop.signal, cache: "no-store", credentials: "omit" };
    if (body !== undefined) options.body = JSON.stringify(body);
    const response = await fetch(`/api/v1/${path}`, options);
    if (!response.ok) throw await problemOf(response);
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0, "network", t("no_network"));
  } finally {
    clearTimeout(timer);
  }
}
