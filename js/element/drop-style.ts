/**
 * Colours follow the page: its text colour, its `color-scheme`, and four custom properties. A browser without
 * `light-dark()` uses the text colour.
 */
export const DROP_STYLE = `:host{display:block;margin-block:.375rem;overflow-wrap:anywhere;
--_accent:var(--s3-accent,light-dark(#1d6b4c,#6cc9a0));
--_danger:var(--s3-danger,light-dark(#b3261e,#ff9a90));
--_line:var(--s3-line,color-mix(in srgb,currentColor 55%,transparent))}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box;margin:0;padding:0;unicode-bidi:plaintext}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;opacity:0}
button{font:inherit;color:inherit;background:none;border:1px solid var(--_line);padding:.25rem .75rem;min-block-size:2.25rem}
button:disabled{color:GrayText}
@media(pointer:coarse){button{min-block-size:44px}}
:focus-visible{outline:3px solid;outline-color:var(--_accent);outline-offset:2px}
[part=zone]{border:2px dashed var(--_line)}
button,[part=zone],[part=choose]{border-radius:var(--s3-radius,.5rem)}
.dragging{border-style:solid;border-color:var(--_accent);background:color-mix(in srgb,var(--_accent) 12%,transparent)}
[part=button],[part=item]{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem}
[part=button]{inline-size:100%;padding:1rem;border:0;text-align:inherit}
[part=status],[part=bar],[part=message]{flex-basis:100%}
[part=choose]{padding:.5rem .875rem;border:1px solid}
[part=choose],[part=start],[part=name]{font-weight:600}
:enabled:hover:not([part=button]),:enabled:hover>[part=choose]{background:color-mix(in srgb,currentColor 10%,transparent)}
[part=error],[part=message]{color:var(--_danger);white-space:pre-line}
[part=error],[part=list],[part=start]{margin-block-start:.75rem}
[part=list]{list-style:none}
[part=item]{padding-block:.625rem;border-block-end:1px solid var(--_line)}
[part=text]{flex:1 1 12rem}
:host(:dir(rtl)){text-align:right}
[part=meta]{font-size:.875em}
[part=buttons]{display:flex;gap:.5rem;margin-inline-start:auto}
[part=bar]{block-size:.5rem;accent-color:var(--_accent)}`;
