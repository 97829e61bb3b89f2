"""How the web page looks, in the light and in the dark."""

from __future__ import annotations

STYLE = """\
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #1c2128; --soft: #59636e; --line: #d5dae1;
  --well: #f6f8fa; --link: #0a5bc4; --frame: #eef3fb; --inner: #ffffff;
  --error: #c5221f; --error-tint: #fdecea; --warning: #8a5a00; --warning-tint: #fff4d6;
  --notice: #0a5bc4; --notice-tint: #e6f0fd; --clean: #1a7f37; --clean-tint: #e3f6e8;
  --note: #6f42c1; --note-tint: #f1eafb;
  --code: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1217; --card: #161b22; --ink: #e4e9ef; --soft: #9aa5b1; --line: #2f3742;
    --well: #0f141a; --link: #6cb0ff; --frame: #1a222d; --inner: #11161d;
    --error: #ff8a80; --error-tint: #3d1b1c; --warning: #e8b84a; --warning-tint: #352a10;
    --notice: #79b8ff; --notice-tint: #14283f; --clean: #56d364; --clean-tint: #12291a;
    --note: #c9a7ff; --note-tint: #271f3a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main, .top, footer { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre, h3, .place { font-family: var(--code); }
code { font-size: .92em; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 36px 0 14px; }

.top { padding-top: 36px; }
.top::before {
  content: ""; position: absolute; inset: 0 0 auto; height: 5px; background: var(--clean);
}
.top.error::before, .top.broken::before { background: var(--error); }
.top.warning::before { background: var(--warning); }
.top.notice::before { background: var(--notice); }
.tool { margin: 0; color: var(--soft); font-weight: 600; }
h1 { margin: 2px 0 0; font-size: 32px; line-height: 1.2; letter-spacing: -.01em; }
.scope { margin: 6px 0 0; color: var(--soft); }
.tiles {
  list-style: none; display: flex; flex-wrap: wrap; gap: 10px; margin: 20px 0 0; padding: 0;
}
.tiles li {
  flex: 1 1 130px; padding: 12px 16px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--card); color: var(--soft);
}
.tiles b { display: block; font-size: 26px; line-height: 1.1; color: var(--ink); }
.tiles .error b { color: var(--error); }
.tiles .warning b { color: var(--warning); }
.tiles .notice b { color: var(--notice); }
.tiles .none b { color: var(--soft); }
.filter {
  display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 16px 0 0; padding: 0; border: 0;
  align-items: center;
}
.filter legend { float: left; padding: 0; margin-right: 16px; color: var(--soft); }
.filter input { accent-color: var(--link); margin: 0 4px 0 0; }
body:has(#show-error:not(:checked)) .finding.error,
body:has(#show-warning:not(:checked)) .finding.warning,
body:has(#show-notice:not(:checked)) .finding.notice { display: none; }

.card {
  margin: 0 0 18px; border: 1px solid var(--line); border-radius: 12px; background: var(--card);
  overflow: hidden;
}
.card > header { padding: 14px 18px 10px; }
.card h3 { margin: 0; font-size: 16px; overflow-wrap: anywhere; }
.card > header .place { margin: 2px 0 0; }
.place { color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere; }
.badges { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0 0; }
.badge {
  display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: 12.5px;
  font-weight: 600; white-space: nowrap;
}
.badge.error { background: var(--error-tint); color: var(--error); }
.badge.warning { background: var(--warning-tint); color: var(--warning); }
.badge.notice { background: var(--notice-tint); color: var(--notice); }
.badge.clean { background: var(--clean-tint); color: var(--clean); }
.scroll { overflow-x: auto; padding: 0 18px; }
.card > p.note { margin: 0 18px 8px; }

.finding { border-top: 1px solid var(--line); padding: 0 18px; }
.finding > summary {
  display: grid; grid-template-columns: auto auto 1fr auto; gap: 4px 12px; align-items: baseline;
  padding: 11px 0; cursor: pointer; list-style: none;
}
.finding > summary::-webkit-details-marker { display: none; }
.finding > summary::before {
  content: ""; width: 6px; height: 6px; border: solid var(--soft); border-width: 0 2px 2px 0;
  transform: translateY(-2px) rotate(-45deg);
}
.finding[open] > summary::before { transform: translateY(-3px) rotate(45deg); }
.finding > summary:hover .message { text-decoration: underline; text-decoration-thickness: 1px; }
.finding > summary .message { font-weight: 550; overflow-wrap: anywhere; }
.finding > summary .place { max-width: 340px; text-align: right; }
.finding[open] { padding-bottom: 14px; }
.excerpt { margin: 0 0 10px; }
.excerpt figcaption {
  font: 12px var(--code); color: var(--soft); padding: 5px 12px; border: 1px solid var(--line);
  border-bottom: 0; border-radius: 8px 8px 0 0; background: var(--card); overflow-wrap: anywhere;
}
.excerpt figcaption:last-child { border-bottom: 1px solid var(--line); border-radius: 8px; }
.excerpt pre {
  margin: 0; padding: 8px 0; overflow-x: auto; border: 1px solid var(--line);
  border-radius: 8px; background: var(--well); font-size: 13px; line-height: 1.6;
}
.excerpt figcaption + pre { border-radius: 0 0 8px 8px; }
.line {
  display: block; width: max-content; min-width: 100%; padding-right: 16px; color: var(--soft);
}
.line.meant { color: var(--ink); }
.line.more { padding-left: 4.4em; }
.no {
  display: inline-block; width: 3.6em; margin-right: .8em; text-align: right; color: var(--soft);
  opacity: .75; user-select: none;
}
mark {
  color: inherit; border-radius: 3px; padding: 1px 0; text-decoration: underline 2px;
  text-underline-offset: 4px; text-decoration-skip-ink: none; white-space: pre;
}
mark.error { background: var(--error-tint); text-decoration-color: var(--error); }
mark.warning { background: var(--warning-tint); text-decoration-color: var(--warning); }
mark.notice { background: var(--notice-tint); text-decoration-color: var(--notice); }
mark.note { background: var(--note-tint); text-decoration-color: var(--note); }
p.note { margin: 0 0 6px; color: var(--soft); }
.hint { margin: 0 0 6px; }
.about { margin: 0; color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }

.faults { margin-top: 28px; }
.faults h2 { color: var(--error); }
.fault {
  margin: 0 0 14px; padding: 14px 18px 6px; border: 1px solid var(--line);
  border-left: 4px solid var(--error); border-radius: 10px; background: var(--card);
}
.fault .message { margin: 0 0 8px; font-weight: 550; }
.index { columns: 320px; column-gap: 28px; margin: 0 0 20px; padding: 0; list-style: none; }
.index li {
  display: flex; flex-wrap: wrap; gap: 0 8px; align-items: baseline; break-inside: avoid;
  padding: 1px 0;
}
.index a { font: 13px var(--code); overflow-wrap: anywhere; }
.index .badge { font-size: 11px; padding: 0 7px; }
.fold { margin: 18px 0; }
.fold > summary { cursor: pointer; color: var(--soft); font-weight: 600; padding: 6px 0; }
.fold > .scroll {
  padding: 0; border: 1px solid var(--line); border-radius: 10px; background: var(--card);
}
table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th, td { padding: 8px 14px; text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 600; }
td { border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.rule { white-space: nowrap; }
footer { color: var(--soft); font-size: 13px; padding-top: 22px; padding-bottom: 40px; }

.drawing { display: block; width: 100%; min-width: 760px; height: auto; margin: 2px 0 16px; }
.drawing text { fill: var(--ink); font: 12px var(--code); }
.drawing .head { font: 600 15px var(--code); }
.drawing .small { font: 12px var(--code); fill: var(--soft); }
.drawing .strong { font-weight: 600; fill: var(--ink); }
.drawing .tiny { font: 10.5px var(--code); fill: var(--soft); }
.drawing .none { fill: var(--soft); font-style: italic; }
.drawing .end { text-anchor: end; }
.drawing .frame { fill: var(--frame); stroke: var(--line); }
.drawing .inner { fill: var(--inner); stroke: var(--line); }
.drawing .vpc { fill: none; stroke: var(--notice); stroke-width: 1.5; stroke-dasharray: 7 5; }
.drawing .link { fill: none; stroke: var(--soft); stroke-width: 1.5; }
.drawing .tip { fill: var(--soft); }
.drawing .icon {
  fill: none; stroke: var(--soft); stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round;
}
.drawing .box rect { fill: var(--well); stroke: var(--line); }
.drawing .box.unknown rect { stroke: var(--soft); stroke-dasharray: 4 3; }
.drawing .box.unknown .code { font-style: italic; }
.drawing .box.missing rect { fill: none; stroke-dasharray: 2 4; }
.drawing .box.missing .code { fill: var(--soft); font-style: italic; }
.drawing .box.at-error rect { stroke: var(--error); stroke-width: 2; fill: var(--error-tint); }
.drawing .box.at-warning rect {
  stroke: var(--warning); stroke-width: 2; fill: var(--warning-tint);
}
.drawing .box.at-notice rect { stroke: var(--notice); stroke-width: 2; fill: var(--notice-tint); }
.drawing .at-error .icon { stroke: var(--error); }
.drawing .at-warning .icon { stroke: var(--warning); }
.drawing .at-notice .icon { stroke: var(--notice); }
.drawing text.at-error, .drawing .net.at-error text { fill: var(--error); font-weight: 600; }
.drawing text.at-warning, .drawing .net.at-warning text { fill: var(--warning); font-weight: 600; }
.drawing text.at-notice, .drawing .net.at-notice text { fill: var(--notice); font-weight: 600; }

@media (max-width: 640px) {
  main, .top, footer { padding-left: 14px; padding-right: 14px; }
  h1 { font-size: 25px; }
  .tiles li { flex-basis: 90px; padding: 9px 12px; }
  .finding > summary { grid-template-columns: auto auto 1fr; }
  .finding > summary .place { grid-column: 1 / -1; max-width: none; text-align: left; }
}
@media print {
  body { background: #fff; }
  .filter { display: none; }
  .card, .fault { break-inside: avoid; }
}
"""
