/// The style of the page: readable at 360 pixels, in light and dark, and on paper in one ink.
enum ReportStyle {
    static let css = """
        :root{color-scheme:light dark;--bg:#f6f5f2;--surface:#fff;--ink:#1c1f23;--ink2:#4f5660;--line:#767d87;
        --hair:#d8dbe0;
        --accent:#0b4f75;--agree:#0b4f75;--disagree:#c2661a;--pass:#c3c9d2;--h1:#efede8;--h2:#d9d5cc;--h3:#bdb7aa;
        --h4:#9c9484;
        --g1:#562100;--g2:#3c9d9a;--g3:#4950b0;--g4:#755914;--g5:#05335f;--g6:#93912c}
        @media screen and (prefers-color-scheme:dark){:root{--bg:#14171a;--surface:#1d2126;--ink:#e9ecef;--ink2:#aab2bd;
        --line:#8a929d;--hair:#343a42;--accent:#8fd0f5;--agree:#8fd0f5;--disagree:#d9772b;--pass:#4a525c;--h1:#262b31;
        --h2:#343a42;--h3:#454c55;--h4:#59616b;--g1:#c98a66;--g2:#0ff6f1;--g3:#8d97f5;--g4:#bfa061;--g5:#6aa9ed;
        --g6:#e1df5d}}
        *{box-sizing:border-box}
        html{font:100%/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans","Noto Naskh Arabic",sans-serif;background:var(--bg);
        color:var(--ink);text-size-adjust:none;-webkit-text-size-adjust:none}
        body{margin:0 auto;max-inline-size:52rem;padding:1rem;overflow-wrap:break-word}
        h1{font-size:1.625rem;line-height:1.25;margin-block:.25rem .5rem}
        h2{font-size:1.25rem;line-height:1.3;margin-block:2.5rem .5rem;padding-block-start:.75rem;
        border-block-start:2px solid var(--ink)}
        h3{font-size:1.0625rem;margin-block:1.5rem .25rem}
        p,ul,ol,dl,table,figure,blockquote{margin-block:0 .75rem;margin-inline:0}
        p,li,dd{max-inline-size:68ch}ul,ol{padding-inline-start:1.25rem}
        a{color:var(--accent)}a:focus-visible,[tabindex]:focus-visible{outline:3px solid #ffb000;outline-offset:2px}
        .lead{font-size:1.125rem}.small,.how,.meta,small{font-size:.875rem;color:var(--ink2)}
        .how{border-inline-start:3px solid var(--hair);padding-inline-start:.75rem}
        .big{font-size:1.25rem;font-weight:700;line-height:1.35}
        nav ol{columns:2 14rem;padding-inline-start:1.5rem}nav li{padding-block:.125rem}nav a{display:inline-block;
        min-block-size:1.5rem}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.5rem 1rem}
        .facts div{display:flex;flex-direction:column-reverse;justify-content:flex-end}.facts dt{color:var(--ink2);
        font-size:.875rem}
        .facts dd{margin:0;font-size:1.375rem;font-weight:700}
        .box{background:var(--surface);border:1px solid var(--hair);border-radius:8px;padding:.75rem 1rem;
        margin-block-end:1rem}
        .box>:last-child{margin-block-end:0}.box dt{font-weight:600}.box dd{margin-inline-start:0;
        margin-block-end:.5rem}
        ol.list{list-style:none;padding:0}ol.list>li{max-inline-size:none;background:var(--surface);
        border:1px solid var(--hair);
        border-radius:8px;padding:.75rem;margin-block-end:.75rem}
        ol.list>li>:last-child{margin-block-end:0}
        blockquote{font-size:1.0625rem;font-weight:600;line-height:1.4;margin-block-end:.375rem;text-align:start}
        .no{color:var(--ink2);font-size:.8125rem}
        table{border-collapse:collapse;inline-size:100%;font-variant-numeric:tabular-nums;font-size:.9375rem}
        th,td{text-align:start;vertical-align:top;padding:.25rem .5rem .25rem 0;
        border-block-start:1px solid var(--hair)}
        thead th{font-size:.8125rem;color:var(--ink2);font-weight:600;border:0;vertical-align:bottom}
        tbody th{font-weight:600}
        td.n{white-space:nowrap}td small{display:block;white-space:nowrap}
        caption{text-align:start;font-size:.875rem;color:var(--ink2);padding-block-end:.25rem}
        .v{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .shares th:first-child{inline-size:34%}.shares{margin-block-end:.375rem}
        .b{display:block;inline-size:100%;block-size:.75rem;margin-block-start:.125rem;background:none}
        .b .a{fill:var(--agree)}.b .p{fill:var(--pass)}.b .i{stroke:var(--ink);stroke-width:2;
        vector-effect:non-scaling-stroke;fill:none}
        .b .ih{stroke:var(--surface);stroke-width:5;vector-effect:non-scaling-stroke;fill:none}
        .hatch{fill:var(--disagree)}.hatch+path{stroke:var(--surface)}
        .scroll{overflow-x:auto}.every{font-size:.8125rem;min-inline-size:44rem}.every th:first-child{inline-size:38%}
        .every .t{font-weight:400}.every small{font-size:.75rem}
        figure svg{inline-size:100%;block-size:auto;background:var(--surface);border:1px solid var(--hair);
        border-radius:8px}
        figcaption{font-size:.9375rem;margin-block-start:.5rem}
        .figure .ground{fill:var(--surface)}.full{stroke:var(--surface)}.figure .lb{fill:var(--ink);
        stroke:var(--surface)}
        .figure .h1{fill:var(--h1)}.figure .h2{fill:var(--h2)}.figure .h3{fill:var(--h3)}.figure .h4{fill:var(--h4)}
        .full.g1{fill:var(--g1)}.full.g2{fill:var(--g2)}.full.g3{fill:var(--g3)}.full.g4{fill:var(--g4)}
        .full.g5{fill:var(--g5)}.full.g6{fill:var(--g6)}
        .full.g0{fill:var(--ink2)}.hollow{fill:var(--surface)}.hollow.g0{stroke:var(--ink2)}
        .hollow.g1{stroke:var(--g1)}.hollow.g2{stroke:var(--g2)}.hollow.g3{stroke:var(--g3)}
        .hollow.g4{stroke:var(--g4)}.hollow.g5{stroke:var(--g5)}.hollow.g6{stroke:var(--g6)}
        code{font-family:ui-monospace,"Noto Sans Mono",monospace;font-size:.875em;overflow-wrap:anywhere;
        direction:ltr;unicode-bidi:isolate}
        footer{border-block-start:1px solid var(--hair);margin-block-start:2rem;padding-block-start:.5rem}
        @media(prefers-contrast:more){:root{--hair:var(--line);--ink2:var(--ink)}}
        @media(max-width:30rem){th,td{padding-inline-end:.25rem}table{font-size:.875rem}
        td small,.shares thead th{font-size:.75rem}.shares th:first-child{inline-size:28%}}
        @media print{:root{--bg:#fff;--hair:#bbb}html{font-size:10.5pt}body{max-inline-size:none;padding:0}
        nav{display:none}
        h2,h3,caption,.no,blockquote{break-after:avoid}ol.list>li,tr,figure,.box{break-inside:avoid}
        thead{display:table-header-group}
        .scroll{overflow:visible}.every{min-inline-size:0;font-size:7.5pt}
        .every small{white-space:normal}a{color:inherit;text-decoration:none}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        @page{size:A4;margin:16mm 15mm 18mm;@bottom-center{content:counter(page) " / " counter(pages);
        font:9pt sans-serif}}
        """
}
