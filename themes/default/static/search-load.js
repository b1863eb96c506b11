// Loads the search. A browser loads no module from a folder: the page keeps saying so then, and where the
// module does not come.
if (location.protocol !== 'file:') {
  const module = document.createElement('script');
  module.type = 'module';
  module.src = document.getElementById('search')?.dataset.script ?? '';
  document.head.append(module);
}
