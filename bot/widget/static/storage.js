// Keeps small things across reloads and tabs; where storage is blocked, only as long as the page is open.
const PREFIX = "nhs-login-assistant.";
const memory = new Map();

export function read(name) {
  try {
    const value = localStorage.getItem(PREFIX + name);
    return value === null ? memory.get(name) ?? null : value;
  } catch {
    return memory.get(name) ?? null;
  }
}

export function write(name, value) {
  memory.set(name, value);
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch { /* blocked or full: memory has it */ }
  if (value === null) memory.delete(name);
}

export function onChange(name, heard) {
  window.addEventListener("storage", (event) => {
    if (event.key !== PREFIX + name && event.key !== null) return;
    memory.delete(name);
    heard(event.key === null ? null : event.newValue);
  });
}

export function readList(name) {
  try {
    const list = JSON.parse(read(name) || "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

export function writeList(name, list) {
  write(name, list.length ? JSON.stringify(list) : null);
}
