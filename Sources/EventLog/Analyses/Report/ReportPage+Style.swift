extension ReportPage {
  /// How the page looks: calm, aligned, in the colours that the reader's system prefers.
  ///
  /// All colours of text have a contrast of at least 4.5 to 1, those of lines 3 to 1.
  static let style: StaticString = """
    :root{color-scheme:light dark;--paper:#fafaf8;--card:#ffffff;--ink:#1d2126;--soft:#59616b;\
    --line:#dfe2e6;--grid:#e9ebee;--one:#1b66a8;--one-fill:#1b66a838;--two:#a8530e;--good:#2b7d5b;\
    --part:#8cc3aa;--bad:#b3261e;--bad-fill:#b3261e14;--v1:#a9c9e6;--v2:#5c97c9;--v3:#1b66a8}
    @media screen and (prefers-color-scheme:dark){:root{--paper:#14171a;--card:#1c2024;--ink:#e6e8ea;\
    --soft:#a2abb5;--line:#31373d;--grid:#2a2f35;--one:#74b3ea;--one-fill:#74b3ea40;--two:#f0a35e;\
    --good:#5dbb92;--part:#2f6b53;--bad:#ff8a80;--bad-fill:#ff8a801f;--v1:#274a68;--v2:#437fb3;\
    --v3:#8cc4f5}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,\
    "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;\
    -webkit-text-size-adjust:100%}
    main,header,footer{max-width:66rem;margin:0 auto;padding:0 clamp(1rem,4vw,2rem)}
    header{padding-top:2rem}
    h1{font-size:1.5rem;line-height:1.2;font-weight:650;margin:0 0 .35rem;letter-spacing:-.01em}
    h2{font-size:1.06rem;line-height:1.3;font-weight:650;margin:0 0 .25rem}
    p{margin:0}
    .soft,.note,footer{color:var(--soft)}
    .note{font-size:.875rem;margin-top:.5rem}
    section{margin:2.25rem 0}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.2rem,1fr));gap:.6rem;\
    margin:1.5rem 0 0;padding:0}
    .tiles>div{background:var(--card);border:1px solid var(--line);border-radius:.6rem;\
    padding:.65rem .7rem .7rem}
    .tiles dt{font-size:.78rem;color:var(--soft)}
    .tiles dd{margin:0;font-size:.8125rem;color:var(--soft)}
    .tiles dd.value{font-size:1.4rem;line-height:1.3;font-weight:600;color:var(--ink);\
    letter-spacing:-.01em;white-space:nowrap}
    .tiles dd.change{color:var(--ink)}
    .card{background:var(--card);border:1px solid var(--line);border-radius:.6rem;\
    padding:.9rem 1rem;margin:.6rem 0 0}
    .key{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;font-size:.8125rem;color:var(--soft);\
    margin:0 0 .5rem;padding:0;list-style:none}
    .key svg{width:1.4rem;height:.7rem;margin-right:.4rem;vertical-align:-.04rem}
    figure{margin:0}
    svg{display:block;overflow:visible}
    .key svg{display:inline-block}
    .plot{display:grid;grid-template-columns:3.4rem minmax(0,1fr);grid-template-rows:auto 11rem 1.6rem}
    .unit{grid-column:1/3;font-size:.75rem;color:var(--soft);padding-bottom:.55rem}
    .y{position:relative;font-size:.75rem;color:var(--soft)}
    .y span{position:absolute;right:.55rem;transform:translateY(50%)}
    .plot>svg{width:100%;height:100%}
    .x{position:relative;font-size:.75rem;color:var(--soft);white-space:nowrap}
    .plot .x{grid-column:2}
    .x span{position:absolute;top:.3rem;transform:translateX(-50%)}
    .x .left{transform:none}.x .right{transform:translateX(-100%)}
    .zone{font-size:.75rem;color:var(--soft);padding-top:.3rem}
    .grid{stroke:var(--grid);fill:none;vector-effect:non-scaling-stroke}
    .base{stroke:var(--soft);fill:none;vector-effect:non-scaling-stroke}
    .one,.two,.mark{fill:none;stroke-width:1.6;vector-effect:non-scaling-stroke;\
    stroke-linejoin:round}
    .one{stroke:var(--one)}.two{stroke:var(--two);stroke-dasharray:5 2}
    .fill{fill:var(--one-fill)}
    .mark{stroke:var(--bad);stroke-dasharray:2 2;stroke-width:1.2}
    .bar{fill:var(--one)}
    .full{fill:var(--good)}.part{fill:var(--part)}.v1{fill:var(--v1)}.v2{fill:var(--v2)}\
    .v3{fill:var(--v3)}.track{fill:var(--grid)}
    .lanes{display:grid;grid-template-columns:minmax(0,11rem) minmax(0,1fr);gap:.4rem .8rem;\
    align-items:center;font-size:.8125rem;line-height:1.3}
    .lanes svg{width:100%;height:1.25rem;shape-rendering:crispEdges}
    .lanes .name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
    .lanes .x{height:1.4rem}
    table{border-collapse:collapse;width:100%;font-size:.875rem}
    th{font-weight:500;color:var(--soft);font-size:.8125rem;text-align:left;vertical-align:bottom}
    th,td{padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
    tr:last-child td{border-bottom:0}
    th:last-child,td:last-child{padding-right:0}
    td{vertical-align:top}
    .n{text-align:right;white-space:nowrap}
    .s{overflow-wrap:anywhere;min-width:7rem}
    .types td{padding-top:.22rem;padding-bottom:.22rem;border:0;vertical-align:middle}
    .types .s{width:34%}.types .n{width:1%}
    .types svg{width:100%;height:.7rem}
    .problems td:first-child{white-space:nowrap}
    .problems .check{font-weight:600}.problems .error{color:var(--bad)}\
    .problems .warning{color:var(--two)}.problems .notice{color:var(--soft)}
    .fine{border-left:3px solid var(--good);padding-left:.7rem}
    footer{font-size:.875rem;padding-bottom:2.5rem}
    footer h2{color:var(--ink)}
    footer dl{margin:.5rem 0 0}
    footer dt{font-weight:600;color:var(--ink)}
    footer dd{margin:0 0 .5rem}
    @media (max-width:40rem){
    .lanes{grid-template-columns:minmax(0,1fr);gap:.12rem}.lanes svg{margin-bottom:.45rem}
    .lanes .zone,.spare{display:none}
    .tiles{grid-template-columns:1fr 1fr}.tiles>div:last-child:nth-child(odd){grid-column:1/3}
    .plot{grid-template-columns:2.7rem minmax(0,1fr);grid-template-rows:auto 9rem 1.6rem}
    .problems thead,.figures thead{display:none}
    .problems tr,.figures tr{padding:.5rem 0;border-bottom:1px solid var(--line)}
    .problems tr:last-child,.figures tr:last-child{border-bottom:0}
    .problems tr{display:block}
    .problems td{display:inline;border:0;padding:0 .5rem 0 0}
    .problems td:first-child{display:block;font-size:.8125rem;color:var(--soft)}
    .problems td:last-child{display:block}
    .figures tr{display:grid;grid-template-columns:repeat(2,1fr);gap:.15rem .6rem}
    .figures.three tr{grid-template-columns:repeat(3,1fr)}
    .figures td{border:0;padding:0;text-align:left}
    .figures td:first-child{grid-column:1/-1;font-weight:600}
    .figures td[data-l]::before{content:attr(data-l);display:block;font-size:.75rem;\
    color:var(--soft)}
    .types .s{width:66%;font-size:.8125rem}
    th,td{padding-right:.6rem}
    }
    @media print{
    body{background:none;font-size:.85rem}
    section,.tiles>div,tr,.lanes>*{break-inside:avoid}
    h2{break-after:avoid}
    .tiles>div,.card{background:none}
    svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    }

    """
}
