// Loads the search. A browser loads no module from a folder: the page keeps saying so then, and where the
// module does not come.
addEventListener('DOMContentLoaded', () => {
  const script = document.getElementById('search')?.dataset.script ?? '';
  if (location.protocol !== 'file:') import(new URL(script, document.baseURI).href).catch(() => {});
});
