/// The page's style sheet: light and dark, wide and narrow, screen and paper.
enum PageStyle {
  static let css = """

    :root { color-scheme: light dark;
      --page: #fff; --ink: #1c2126; --soft: #5c6670; --line: #dde2e6; --tint: #f4f6f7; --warn: #fff4d6; --edge: #d8a200;
      --l0: #6b9c9a; --l1: #d9c65a; --l2: #eaa94b; --l3: #de7438; --l4: #c2412d; --l5: #86182f; --heat: 194 65 45; }
    @media (prefers-color-scheme: dark) { :root {
      --page: #15181b; --ink: #e6e9eb; --soft: #9aa4ad; --line: #333a40; --tint: #1e2327; --warn: #3a3010; --edge: #c79a1b;
      --l0: #5f918f; --l1: #cdb94c; --l2: #dd9a3f; --l3: #d9692f; --l4: #d4513c; --l5: #c03a5b; --heat: 230 100 75; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
    main { max-width: 1120px; margin: 0 auto; padding: 28px 20px 60px; }
    h1 { font-size: 27px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.01em; }
    h2 { font-size: 19px; margin: 44px 0 2px; line-height: 1.3; }
    h3 { font-size: 15px; margin: 18px 0 4px; }
    p { margin: 4px 0 10px; max-width: 72ch; } p.note { max-width: 100ch; }
    .sub, .note, caption { color: var(--soft); }
    .note { font-size: 13.5px; }
    .lead { font-size: 18px; line-height: 1.45; margin: 18px 0; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 18px 0; }
    .tile { border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
    .tile b { display: block; font-size: 25px; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums; }
    .tile span { color: var(--soft); font-size: 13.5px; display: block; }
    .warn { background: var(--warn); border-left: 4px solid var(--edge); padding: 9px 14px; margin: 8px 0;
      border-radius: 0 6px 6px 0; max-width: none; }
    .scroll { overflow-x: auto; margin: 8px 0; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
    th, td { padding: 5px 10px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
    th:first-child, td:first-child { text-align: left; padding-left: 0; }
    td.text, th.text { text-align: left; }
    td.wrap { white-space: normal; min-width: 15em; }
    thead th { color: var(--soft); font-weight: 500; font-size: 13px; vertical-align: bottom; }
    tbody th { font-weight: 500; }
    tr.own td, tr.own th { font-weight: 650; }
    td.zero { color: var(--soft); }
    th button { all: unset; cursor: pointer; color: inherit; }
    th button:hover, th button:focus-visible { color: var(--ink); text-decoration: underline; }
    th[aria-sort=descending] button::after { content: " \\2193"; }
    th[aria-sort=ascending] button::after { content: " \\2191"; }
    .grow { width: 34%; min-width: 130px; }
    svg { display: block; width: 100%; overflow: visible; }
    .bar { height: 15px; } .bar.thin { height: 6px; margin-top: 3px; opacity: .55; } .bars { height: 64px; }
    .l0 { fill: var(--l0); } .l1 { fill: var(--l1); } .l2 { fill: var(--l2); } .l3 { fill: var(--l3); }
    .l4 { fill: var(--l4); } .l5 { fill: var(--l5); } .tick { fill: var(--ink); } .base { fill: var(--line); }
    .key { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13.5px; color: var(--soft); margin: 6px 0; }
    .key svg { display: inline-block; width: 11px; height: 11px; margin-right: 5px; vertical-align: -1px; }
    .h1 { background: rgb(var(--heat) / .08); } .h2 { background: rgb(var(--heat) / .18); }
    .h3 { background: rgb(var(--heat) / .30); } .h4 { background: rgb(var(--heat) / .44); }
    .h5 { background: rgb(var(--heat) / .60); }
    .pair th, .pair td { padding-left: 6px; padding-right: 6px; } .pair th:first-child, .pair td:first-child { padding-left: 0; }
    .pair .grow { min-width: 90px; }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 0 48px; }
    .small { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 18px; margin: 12px 0; }
    .small figure { margin: 0; } .small figcaption { font-size: 13.5px; }
    .axis { display: flex; justify-content: space-between; color: var(--soft); font-size: 12px; border-top: 1px solid var(--line); }
    .id { font-family: ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; font-size: .92em; unicode-bidi: isolate; }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr)); gap: 12px; margin: 8px 0; }
    .card { border: 1px solid var(--line); border-radius: 8px; padding: 10px 13px; font-size: 13.5px; overflow-wrap: anywhere; }
    .card .key { margin: 2px 0 0; gap: 0 12px; font-size: 13px; }
    .card p { margin: 6px 0 2px; }
    .excerpt { background: var(--tint); padding: 7px 9px; border-radius: 5px; white-space: pre-line; }
    .mask { color: transparent; background: var(--line); border-radius: 3px; cursor: help; }
    .mask:hover, .mask:focus { color: inherit; background: none; outline: 1px dotted var(--soft); }
    .shown { text-decoration: underline; text-decoration-color: var(--edge); text-underline-offset: 3px; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 18px; font-size: 14px; }
    dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
    .vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    @media (max-width: 600px) {
      main { padding: 18px 14px 40px; } h1 { font-size: 23px; } h2 { margin-top: 36px; } .lead { font-size: 16.5px; }
      th, td { padding: 5px 7px; } .tiles { grid-template-columns: 1fr 1fr; gap: 8px; } .tile b { font-size: 20px; }
      .hide { display: none; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; }
      table.wide { min-width: 620px; } .grow { min-width: 56px; } .wide .grow { min-width: 90px; } #levels th, #levels td { padding-left: 4px; padding-right: 4px; } td.wrap { min-width: 9.5em; } }
    @media print { main { max-width: none; padding: 0; } h2, h3 { break-after: avoid; }
      tr, .card, .tile, figure { break-inside: avoid; } .scroll { overflow: visible; } body { font-size: 11px; }
      table { font-size: 10.5px; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }

    """
}
