/// The page's only script: a click on a heading sorts its table. Without it the page is complete.
enum PageScript {
  static let javaScript = """

    'use strict';
    for (const table of document.querySelectorAll('table.sortable')) {
      const body = table.tBodies[0];
      table.querySelectorAll('thead th').forEach((head, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener('click', () => {
          const down = head.getAttribute('aria-sort') !== 'descending';
          for (const other of head.parentNode.children) other.removeAttribute('aria-sort');
          head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
          const key = row => row.cells[column].dataset.v;
          const rows = [...body.rows].sort((a, b) => {
            const x = key(a), y = key(b);
            const order = x === undefined || y === undefined
              ? a.cells[column].textContent.localeCompare(b.cells[column].textContent)
              : x - y;
            return down ? -order : order;
          });
          body.append(...rows);
        });
      });
    }

    """
}
