// Says before anything is drawn that scripts run; without modules, or when they fail to load, the plain form stays.
(function () {
  var root = document.documentElement;
  if (!("noModule" in document.createElement("script")) || !window.fetch || !window.crypto) return;
  root.classList.add("scripted");
  window.addEventListener("error", function (event) {
    if (event.target && event.target.tagName === "SCRIPT") root.classList.remove("scripted");
  }, true);
})();
