// One line for any site: a launcher and a frame with the chat. No style attributes, so a strict policy may stay.
(() => {
  const texts = /* texts */ {};
  const origin = new URL(document.currentScript.src).origin;
  const KEPT = "nhs-login-assistant-opened";
  const ROOMY = "(min-width:640px) and (min-height:560px)"; // else the chat has the whole screen
  const RULES = {
    ".box": "position:fixed;inset-block-end:16px;inset-inline-end:16px;z-index:2147483000;font-family:Arial,sans-serif",
    ".launcher": "position:relative;z-index:1;display:flex;gap:8px;align-items:center;min-height:48px;margin:0;padding:10px 18px;border:2px solid #fff;border-radius:4px;color:#fff;background:#005eb8;box-shadow:0 4px 0 #003087;font:bold 18px/1.2 Arial,sans-serif;cursor:pointer",
    ".launcher:hover": "background:#003087",
    ".launcher:focus-visible": "outline:4px solid #212b32;color:#212b32;background:#ffeb3b;box-shadow:0 4px 0 #212b32",
    ".badge": "min-width:24px;padding:3px 6px;border-radius:14px;color:#fff;background:#d5281b;font-size:16px;text-align:center",
    ".frame": "position:fixed;inset:0;width:100%;height:100%;border:0;background:#fff;color-scheme:normal",
    ".ready": "z-index:2", // until then the launcher stays above it, so that the frame can be closed
    ".hidden": "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap",
    "[hidden]": "display:none !important",
  };
  const WIDE = `@media ${ROOMY}{.frame{inset:auto;inset-block-end:84px;inset-inline-end:16px;width:400px;height:min(660px,calc(100vh - 104px));border:1px solid #4c6272;border-radius:4px;box-shadow:0 4px 24px rgba(0,0,0,.3)}}@media print{.box{display:none}}`;

  function styled(root) {
    const css = Object.entries(RULES).map(([selector, rule]) => `${selector}{${rule}}`).join("") + WIDE;
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
      return;
    } catch { /* an older browser: the plain rules, one element at a time */ }
    Object.entries(RULES).filter(([selector]) => /^\.\w+$/.test(selector)).forEach(([selector, rule]) => {
      root.querySelectorAll(selector).forEach((found) => rule.split(";").forEach((part) => {
        const at = part.indexOf(":");
        found.style.setProperty(part.slice(0, at), part.slice(at + 1));
      }));
    });
  }

  function remembered(value) {
    try {
      if (value) sessionStorage.setItem(KEPT, value);
      return sessionStorage.getItem(KEPT) === "yes";
    } catch {
      return false;
    }
  }

  function build() {
    const make = (tag, name) => Object.assign(document.createElement(tag), { className: name });
    const outer = document.createElement("nhs-login-help");
    outer.lang = texts.lang;
    outer.dir = texts.dir;
    const root = outer.attachShadow({ mode: "open" });
    const box = make("div", "box");
    const launcher = Object.assign(make("button", "launcher"), { type: "button" });
    const label = make("span", "label");
    const badge = Object.assign(make("span", "badge"), { hidden: true });
    const news = make("span", "hidden");
    const frame = Object.assign(make("iframe", "frame"), { title: texts.frame, hidden: true, allow: "" });
    let isOpen = false;
    let isReady = false;
    const roomy = window.matchMedia(ROOMY);
    const covered = [];
    let unseen = 0;

    const tell = (assistant) => { if (isReady) frame.contentWindow.postMessage({ assistant }, origin); };
    const load = () => {
      if (frame.isConnected) return;
      frame.src = `${origin}/widget`;
      box.append(frame);
      styled(root);
    };

    // What the chat covers is out of reach, for the keyboard and a screen reader too.
    function cover() {
      const whole = isOpen && isReady && !roomy.matches;
      launcher.hidden = whole;
      if (whole) covered.push(...[...document.body.children].filter((other) => other !== outer && !other.inert));
      covered.forEach((other) => { other.inert = whole; });
      if (!whole) covered.length = 0;
    }

    function show(open) {
      isOpen = open;
      frame.hidden = !open;
      cover();
      label.textContent = open ? texts.hide : texts.open;
      launcher.setAttribute("aria-expanded", String(open));
      if (open) {
        load();
        unread(0);
        remembered("yes");
        tell("start");
        frame.focus();
      } else launcher.focus();
      tell(open ? "shown" : "hidden");
    }

    function unread(count) {
      unseen = count;
      badge.hidden = !count;
      badge.textContent = count || "";
      badge.setAttribute("aria-hidden", "true");
      news.textContent = count ? (count === 1 ? texts.unread_one : texts.unread.replace("{count}", count)) : "";
    }

    function hear(event) {
      if (event.source !== frame.contentWindow || event.origin !== origin || !event.data) return;
      const { assistant, address, count } = event.data;
      if (assistant === "ready") {
        isReady = true;
        frame.classList.add("ready");
        styled(root);
        tell(isOpen ? "start" : "resume");
        tell(isOpen ? "shown" : "hidden");
        cover();
      }
      if (assistant === "left") {
        isReady = false;
        frame.classList.remove("ready");
        styled(root);
        cover();
      }
      if (assistant === "close" && isOpen) show(false);
      if (assistant === "heard" && !isOpen) unread(unseen + count);
      if (assistant === "leave" && /^https:\/\//.test(address)) window.location.replace(address);
    }

    label.textContent = texts.open;
    news.setAttribute("role", "status");
    launcher.setAttribute("aria-expanded", "false");
    launcher.append(label, badge);
    launcher.addEventListener("click", () => show(!isOpen));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && isOpen) show(false); });
    window.addEventListener("message", hear);
    roomy.addEventListener?.("change", cover);
    box.append(news, launcher);
    root.append(box);
    styled(root);
    document.body.append(outer);
    if (remembered()) load();
  }

  if (document.body) build();
  else document.addEventListener("DOMContentLoaded", build);
})();
